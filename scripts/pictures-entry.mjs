// Draws the charts of a run or a comparison without a browser, bundled at build into dist/assets/pictures.js.
export { drawPictures } from './pictures/draw.mjs';
