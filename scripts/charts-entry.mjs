// The script of the tear sheet and of comparisons, with the part of Apache ECharts that it uses, bundled once at build into dist/assets/charts.js.
import { drawPage } from './charts/page.mjs';

drawPage();
