import type { BacktestResult } from '../../engine/result.js';
import { withoutMachinePaths } from '../paths.js';
import { html, type Html } from './html.js';

/** What a reader must know before believing the figures: what they cannot tell, and warnings of the run. */
export function caveats(result: BacktestResult): Html | undefined {
  const { warnings } = withoutMachinePaths(result);
  const limits = result.reliability.caveats.map(({ text }) => text);
  if (warnings.length === 0 && limits.length === 0) return undefined;
  return html`<section class="panel warnings" id="caveats" aria-labelledby="caveats-head">
    <h2 id="caveats-head">Before you believe it</h2>
    ${list('What the figures cannot tell', limits)}${list(warnings.length === 1 ? 'A warning of the run' : 'Warnings of the run', warnings)}
  </section>`;
}

function list(title: string, texts: readonly string[]): Html | undefined {
  if (texts.length === 0) return undefined;
  return html`<h3>${title}</h3>
    <ul>
      ${texts.map((text) => html`<li>${text}</li>`)}
    </ul>`;
}
