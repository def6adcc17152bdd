// node child.mjs FILE ARGUMENT: prints what `measure(argument)` of a file in this folder returns, as one line of JSON.
const [file, argument] = process.argv.slice(2);
const { measure } = await import(new URL(file, import.meta.url).href);
console.log(JSON.stringify(await measure(JSON.parse(argument))));
