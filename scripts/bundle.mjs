// Puts the compiled modules together into few files. A run loads some five hundred of them, and Node takes half a
// millisecond for each: as long as for half a million rows of CSV.
import { createRequire } from 'node:module';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Modules that the package starts by their path. */
const STARTED = ['src/cli/module-hooks.js', 'brokers/testing/fake-alpaca/main.js'];

/** The command line, before it knows which command. */
const COMMAND_LINE = ['cli/main.js'];
/** Entries of a backtest. All that they import at once is one file: finding and linking files takes longer than reading more of one. */
const BACKTEST = ['src/index.js', 'brokers/index.js', 'feeds/index.js', 'src/cli/commands/backtest.js', 'src/report/index.js'];

/** Bundles what `tsc` put into `compiled` into `next`, and puts the declarations beside it, one a module as they are. */
export async function bundle(root, compiled, next) {
  const { exports, bin } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const promised = [...Object.values(exports).map((entry) => entry.default), ...Object.values(bin)];
  const entries = promised.filter((file) => file !== undefined).map((file) => path.relative('dist', file));
  const inputs = [...new Set([...entries, ...STARTED, ...importedByTests(root)])];
  const { rollup } = await import('rollup');
  const { transform } = await import('esbuild');
  const modules = await rollup({
    input: Object.fromEntries(inputs.map((file) => [file.replace(/\.js$/, ''), path.join(compiled, file)])),
    external: (id) => !id.startsWith('.') && !path.isAbsolute(id) && !isRequired(id) && !id.startsWith(REQUIRED),
    plugins: [requiredPackages(root)],
    // The compiled modules have no code that nobody imports.
    treeshake: false,
  });
  // What two entries share is in a file of its own: there is one class `Strategy`, whichever way it is imported.
  const { output } = await modules.generate({
    format: 'es',
    chunkFileNames: 'chunks/[name]-[hash].js',
    hoistTransitiveImports: false,
    manualChunks: chunkOf(compiled),
  });
  for (const { fileName, code } of output) {
    const file = path.join(next, fileName);
    mkdirSync(path.dirname(file), { recursive: true });
    // Comments are for readers of the sources; here they would be read at each start.
    const printed = await transform(code, { format: 'esm', platform: 'node', target: 'node20', legalComments: 'none' });
    requireOwnNames(fileName, printed.code);
    writeFileSync(file, printed.code);
  }
  cpSync(compiled, next, { recursive: true, filter: (file) => !file.endsWith('.js') });
}

/** Prefix of a module made here for a package, as rollup wants it: no other plugin looks at it. */
const REQUIRED = '\0required:';

/**
 * Packages in CommonJS that the engine and the command line load. Imported, Node looks through their text for the names that they export, with a lexer that
 * is compiled at each start and takes longer than they do; required, it does not. It is the same module either way, whoever else loads it.
 */
function isRequired(id) {
  return /^rxjs(\/|$)/.test(id) || id === 'commander' || id === 'cli-table3' || id === 'cli-progress';
}

/** Makes imports of such packages into calls of `require`. */
function requiredPackages(root) {
  const require = createRequire(path.join(root, 'package.json'));
  return {
    name: 'required-packages',
    resolveId: (id) => (isRequired(id) ? `${REQUIRED}${id}` : undefined),
    load: (id) => {
      if (!id.startsWith(REQUIRED)) return undefined;
      const name = id.slice(REQUIRED.length);
      const exported = Object.keys(require(name)).filter((key) => key !== 'default');
      return `import { createRequire } from 'node:module';
const required = createRequire(import.meta.url)(${JSON.stringify(name)});
export default required;
export const { ${exported.join(', ')} } = required;`;
    },
  };
}

/** Names the chunk of a module: what each backtest needs, and of that what each command needs, so that `--help` loads no engine. */
function chunkOf(compiled) {
  const at = (files) => files.map((file) => path.join(compiled, file));
  let ofBacktest, ofCommands;
  return (id, { getModuleInfo }) => {
    ofBacktest ??= reachable(at(BACKTEST), getModuleInfo);
    ofCommands ??= reachable(at(COMMAND_LINE), getModuleInfo);
    if (!ofBacktest.has(id)) return undefined;
    return ofCommands.has(id) ? 'base' : 'engine';
  };
}

function reachable(roots, getModuleInfo) {
  const found = new Set();
  const visit = (id) => {
    if (found.has(id) || !path.isAbsolute(id)) return;
    found.add(id);
    getModuleInfo(id).importedIds.forEach(visit);
  };
  roots.forEach(visit);
  return found;
}

/** Modules that tests import by their path, in processes that run what is built. */
function importedByTests(root) {
  const folder = path.join(root, 'test');
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.mjs')) : [];
  const texts = files.map((file) => readFileSync(path.join(folder, file), 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(/from '(?:\.\.\/)+dist\/([^']+\.js)'/g)].map(([, file]) => file)).sort();
}

/** Two classes of one name in a file would make one `Bar$1`: users would see that of whatever they print. */
function requireOwnNames(file, code) {
  const renamed = code.match(/\bclass (?:_\w+|\w+\$\d+)/g);
  if (renamed !== null) throw new Error(`${file}: ${[...new Set(renamed)].join(', ')}: give each class a name of its own`);
}
