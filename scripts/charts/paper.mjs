/**
 * Makes the page ready for paper and brings it back: light, nothing folded, and as wide as a sheet, for charts keep the
 * size in which they were drawn.
 */
export function watchPaper(changed) {
  const { dataset } = document.documentElement;
  let theme;
  let folded = [];
  addEventListener('beforeprint', () => {
    theme = dataset.theme;
    dataset.theme = 'light';
    dataset.paper = 'true';
    folded = [...document.querySelectorAll('details:not([open])')];
    for (const one of folded) one.open = true;
    changed();
  });
  addEventListener('afterprint', () => {
    if (theme === undefined) delete dataset.theme;
    else dataset.theme = theme;
    delete dataset.paper;
    for (const one of folded) one.open = false;
    changed();
  });
}
