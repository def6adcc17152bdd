const FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif";

/** Colours of the page's style sheet, so that pictures and pages never differ. */
export function paletteOf(css, dark = false) {
  const block = (dark ? /:root\[data-theme=['"]?dark['"]?\]\{([^}]*)\}/ : /:root\{([^}]*)\}/).exec(css)[1];
  const values = Object.fromEntries([...block.matchAll(/--([\w-]+):\s*([^;}]+)/g)].map(([, name, value]) => [name, value.trim()]));
  return {
    text: values.text,
    soft: values.soft,
    line: values.line,
    surface: values.surface,
    accent: values.accent,
    accentFill: values['accent-fill'],
    benchmark: values.benchmark,
    loss: values.loss,
    lossFill: values['loss-fill'],
    shade: values.shade,
    gainCell: values['gain-cell'],
    lossCell: values['loss-cell'],
    runs: [1, 2, 3, 4, 5, 6].map((i) => values[`run-${i}`]),
    font: FONT,
  };
}
