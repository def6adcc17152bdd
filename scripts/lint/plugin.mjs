// Rules of this repository that oxlint's own set cannot express. See .oxlintrc.json for where each applies.
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = realpathSync(path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..'));
const packageName = 'barstream';

/** The module names a file asks for: `import`, `export … from`, `import()` and `import('…')` in types. */
function onModuleRequest(visit) {
  const literal = (node, source) => {
    if (source?.type === 'Literal' && typeof source.value === 'string') visit(node, source.value);
    else if (source?.type === 'TemplateLiteral' && source.expressions.length === 0) visit(node, source.quasis[0].value.cooked);
  };
  return {
    ImportDeclaration: (node) => literal(node, node.source),
    ExportNamedDeclaration: (node) => literal(node, node.source),
    ExportAllDeclaration: (node) => literal(node, node.source),
    ImportExpression: (node) => literal(node, node.source),
    TSImportType: (node) => literal(node, node.source ?? node.argument?.literal ?? node.argument),
  };
}

/** Path of a file below the repository root, with forward slashes; `..` first when it lies outside. */
function below(file) {
  return path.relative(root, file).split(path.sep).join('/');
}

function realPath(file) {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/**
 * Top-level folders and which of them each may import: `{ "folders": { "src": ["src"], … }, "relativeOnly": ["src"] }`.
 * Folders in `relativeOnly` must not import the package by its own name, which would reach the compiled copy.
 */
const layers = {
  meta: {
    type: 'problem',
    docs: { description: 'keep imports between the top-level folders one-directional' },
    schema: [
      {
        type: 'object',
        properties: { folders: { type: 'object' }, relativeOnly: { type: 'array', items: { type: 'string' } } },
        additionalProperties: false,
      },
    ],
  },
  create(context) {
    const { folders = {}, relativeOnly = [] } = context.options[0] ?? {};
    const file = realPath(context.filename);
    const from = below(file).split('/')[0];
    const allowed = folders[from];
    if (allowed === undefined) return {};

    const targetFolder = (specifier) => {
      if (specifier.startsWith('.')) return below(path.resolve(path.dirname(file), specifier)).split('/')[0];
      if (specifier === packageName) return 'src';
      if (!specifier.startsWith(`${packageName}/`)) return undefined;
      const entry = specifier.split('/')[1];
      return Object.hasOwn(folders, entry) ? entry : 'src';
    };

    return onModuleRequest((node, specifier) => {
      const to = targetFolder(specifier);
      if (to === undefined) return;
      if (Object.hasOwn(folders, to) && !allowed.includes(to)) {
        context.report({ node, message: `${from}/ may not import ${to}/ (allowed: ${allowed.join(', ')}).` });
      } else if (!specifier.startsWith('.') && relativeOnly.includes(from)) {
        context.report({ node, message: `${from}/ imports the package's own files by relative path, not as "${specifier}".` });
      }
    });
  },
};

const timers = new Set(['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval']);
const immediates = new Set(['setImmediate', 'clearImmediate']);
const timerModules = /^(?:node:)?timers(?:\/promises)?$/;
const randomFunctions = new Set([
  'random',
  'randomBytes',
  'randomFill',
  'randomFillSync',
  'randomInt',
  'randomUUID',
  'getRandomValues',
  'webcrypto',
]);
const rxjsTimed = new Set(
  (
    'interval timer delay debounceTime throttleTime auditTime sampleTime bufferTime windowTime timeout timeoutWith ' +
    'timestamp timeInterval asyncScheduler async animationFrameScheduler animationFrame animationFrames'
  ).split(' '),
);

/** Name of a member or pattern property when it is known without running the code. */
function keyName(key, computed) {
  if (!computed && key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : undefined;
}

/**
 * Simulated time and seeded draws only. `{ "allow": [...] }` lifts categories for a file:
 * clock (Date.now and the like), performance, timers, immediate, random.
 */
const noWallClock = {
  meta: {
    type: 'problem',
    docs: { description: 'ban the wall clock, timers and unseeded randomness' },
    schema: [
      {
        type: 'object',
        properties: { allow: { type: 'array', items: { enum: ['clock', 'performance', 'timers', 'immediate', 'random'] } } },
        additionalProperties: false,
      },
    ],
  },
  create(context) {
    const allow = new Set(context.options[0]?.allow ?? []);
    const advice = {
      clock: 'take the time from the engine clock',
      performance: 'take the time from the engine clock',
      timers: 'schedule on the engine clock',
      immediate: 'only src/engine/yield.ts gives way to the event loop',
      random: 'draw from a seeded generator',
    };
    const report = (node, category, what) => {
      if (!allow.has(category)) context.report({ node, message: `${what} is not deterministic: ${advice[category]}.` });
    };

    const checkMember = (node, object, name) => {
      if (name === undefined) return;
      if (object === 'Math' && name === 'random') report(node, 'random', 'Math.random');
      else if (object === 'crypto' && randomFunctions.has(name)) report(node, 'random', `crypto.${name}`);
      else if (object === 'process' && (name === 'hrtime' || name === 'uptime')) report(node, 'performance', `process.${name}`);
      else if (object === 'AbortSignal' && name === 'timeout') report(node, 'timers', 'AbortSignal.timeout');
      else if (object === 'DateTime' && name === 'now') report(node, 'clock', 'DateTime.now');
    };

    /** `Date` may build from given values, parse and be tested against; every other use can read the clock. */
    const checkDate = (node) => {
      const { parent } = node;
      if (parent.type === 'NewExpression' && parent.callee === node) {
        if (parent.arguments.length === 0) report(parent, 'clock', 'new Date() without arguments');
        return;
      }
      if (parent.type === 'MemberExpression' && parent.object === node) {
        const name = keyName(parent.property, parent.computed);
        if (name === 'now') report(parent, 'clock', 'Date.now');
        else if (!['UTC', 'parse', 'prototype'].includes(name)) report(parent, 'clock', `Date.${name ?? '[…]'}`);
        return;
      }
      if (parent.type === 'BinaryExpression' && parent.operator === 'instanceof') return;
      if (parent.type === 'CallExpression' && parent.callee === node) report(parent, 'clock', 'Date()');
      else report(node, 'clock', 'Date passed on as a value');
    };

    /** `node` names the global: an identifier, or the whole of `globalThis.name`. */
    const checkGlobal = (node, name) => {
      if (name === 'Date') checkDate(node);
      else if (name === 'performance') report(node, 'performance', 'performance');
      else if (timers.has(name)) report(node, 'timers', name);
      else if (immediates.has(name)) report(node, allow.has('timers') ? 'timers' : 'immediate', name);
    };

    const checkReference = (reference) => {
      const node = reference.identifier;
      const { parent } = node;
      if (reference.isTypeReference && !reference.isValueReference) return;
      if (/^TS(?:TypeReference|QualifiedName|TypeQuery|InterfaceHeritage|ClassImplements)$/.test(parent.type)) return;
      if (node.name === 'globalThis' || node.name === 'global') {
        if (parent.type === 'MemberExpression' && parent.object === node) {
          checkGlobal(parent, keyName(parent.property, parent.computed));
          const outer = parent.parent;
          if (outer.type === 'MemberExpression' && outer.object === parent) {
            checkMember(outer, keyName(parent.property, parent.computed), keyName(outer.property, outer.computed));
          }
        }
        return;
      }
      checkGlobal(node, node.name);
    };

    return {
      Program(node) {
        const scope = context.sourceCode.getScope(node);
        const globalScope = scope.type === 'global' ? scope : context.sourceCode.scopeManager.globalScope;
        const seen = new Set();
        const visit = (reference) => {
          if (seen.has(reference.identifier)) return;
          seen.add(reference.identifier);
          checkReference(reference);
        };
        for (const reference of globalScope.through) visit(reference);
        for (const variable of globalScope.variables) {
          if (variable.defs.length === 0) for (const reference of variable.references) visit(reference);
        }
      },
      MemberExpression(node) {
        if (node.object.type === 'Identifier') checkMember(node, node.object.name, keyName(node.property, node.computed));
      },
      VariableDeclarator(node) {
        if (node.id.type !== 'ObjectPattern' || node.init?.type !== 'Identifier') return;
        for (const property of node.id.properties) {
          if (property.type === 'Property') checkMember(property, node.init.name, keyName(property.key, property.computed));
        }
      },
      CallExpression(node) {
        const { callee } = node;
        if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || callee.object.name !== 'DateTime') return;
        const name = keyName(callee.property, callee.computed);
        if ((name === 'local' || name === 'utc') && node.arguments.length === 0)
          report(node, 'clock', `DateTime.${name}() without arguments`);
      },
      ImportDeclaration(node) {
        const source = node.source.value;
        if (node.importKind === 'type') return;
        if (/^(?:node:)?perf_hooks$/.test(source)) report(node, 'performance', source);
        if (timerModules.test(source)) report(node, 'timers', source);
        for (const specifier of node.specifiers) {
          if (specifier.type !== 'ImportSpecifier' || specifier.importKind === 'type') continue;
          const name = specifier.imported.name ?? specifier.imported.value;
          if (/^(?:node:)?crypto$/.test(source) && randomFunctions.has(name)) report(specifier, 'random', `${name} from ${source}`);
          if (/^(?:node:)?process$/.test(source) && name === 'hrtime') report(specifier, 'performance', 'process.hrtime');
          if (/^rxjs(?:\/operators)?$/.test(source) && rxjsTimed.has(name)) report(specifier, 'timers', `${name} from ${source}`);
        }
      },
    };
  },
};

const networkModules = /^(?:(?:node:)?(?:http|https|http2|net|tls|dgram|dns)(?:\/promises)?|undici|ws|axios|node-fetch)$/;

/** The engine never opens a connection; live feeds and brokers do that from outside `src`. */
const noNetworkModules = {
  meta: { type: 'problem', docs: { description: 'ban network modules, also in dynamic imports' } },
  create(context) {
    return onModuleRequest((node, specifier) => {
      if (networkModules.test(specifier))
        context.report({ node, message: `src/ stays off the network: "${specifier}" is not allowed here.` });
    });
  },
};

/**
 * V8 puts function literals that are assigned to properties among what lives long, with everything that they close over: a finished run
 * would stay in memory until the next full collection of garbage, and sweeps make thousands of runs.
 */
const noAssignedClosures = {
  meta: { type: 'problem', docs: { description: 'ban function literals assigned to properties' } },
  create(context) {
    return {
      AssignmentExpression({ left, right }) {
        if (left.type !== 'MemberExpression') return;
        if (right.type !== 'ArrowFunctionExpression' && right.type !== 'FunctionExpression') return;
        const message =
          'A function literal assigned to a property keeps its run in memory for long: make it a field, a method, or hand over the object.';
        context.report({ node: right, message });
      },
    };
  },
};

export default {
  meta: { name: 'barstream' },
  rules: {
    layers,
    'no-wall-clock': noWallClock,
    'no-network-modules': noNetworkModules,
    'no-assigned-closures': noAssignedClosures,
  },
};
