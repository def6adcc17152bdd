// Colours come from the page's style sheet, so that charts and text always agree.

export function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: of('text'),
    soft: of('soft'),
    line: of('line'),
    surface: of('surface'),
    accent: of('accent'),
    accentFill: of('accent-fill'),
    benchmark: of('benchmark'),
    loss: of('loss'),
    lossFill: of('loss-fill'),
    shade: of('shade'),
    runs: [1, 2, 3, 4, 5, 6].map((i) => of(`run-${i}`)),
    font: style.getPropertyValue('font-family') || 'sans-serif',
  };
}

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
}

/** Calls back whenever light turns to dark or back, whoever did it. */
export function watchTheme(button, changed) {
  const named = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
  };
  const update = () => {
    named();
    changed();
  };
  named();
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    update();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', update);
}
