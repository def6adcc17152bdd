import { asset } from '../package-info.js';
import { html, jsonScript, raw, type Html } from './html.js';

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** What the script draws. */
  readonly data: unknown;
  readonly version: string;
}

/** The page may run its own script and styles and load nothing at all. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

/** A whole page in one text, with its script, styles and data. */
export function page({ title, body, data, version }: Page): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(asset('tearsheet.css'))}
        </style>
      </head>
      <body>
        <main>
          ${body}
          <footer>A simulation of the past, made by Barstream ${version}. It is no promise of anything.</footer>
        </main>
        <noscript><p class="noscript">The charts and the table of trades need JavaScript.</p></noscript>
        ${jsonScript('run', data)}
        <script>
          ${raw(asset('charts.js'))};
        </script>
      </body>
    </html> `.text;
}
