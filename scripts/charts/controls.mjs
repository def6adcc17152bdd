// The buttons above the charts.
const YEAR = 365.25 * 86_400_000;

export function pressed(buttons, chosen) {
  for (const button of buttons) button.setAttribute('aria-pressed', String(button === chosen));
}

export function wireScale(charts) {
  const buttons = [...document.querySelectorAll('[data-scale]')];
  for (const button of buttons) {
    button.addEventListener('click', () => {
      pressed(buttons, button);
      charts.log = button.dataset.scale === 'log';
    });
  }
}

/** Buttons of periods; those longer than the run are not there. */
export function wirePeriods(charts) {
  const { first, last } = charts;
  const buttons = [...document.querySelectorAll('[data-years]')];
  const all = buttons.find((button) => button.dataset.years === 'all');
  if (all === undefined) return;
  for (const button of buttons) {
    const years = button === all ? Infinity : Number(button.dataset.years);
    button.hidden = button !== all && last - first < years * YEAR;
    button.addEventListener('click', () => {
      charts.show(Math.max(first, last - years * YEAR), last);
      pressed(buttons, button);
    });
  }
  if (buttons.every((button) => button === all || button.hidden)) all.parentElement.hidden = true;
  pressed(buttons, all);
  charts.onPeriod((whole) => pressed(buttons, whole ? all : buttons.find((each) => each === document.activeElement && each !== all)));
}
