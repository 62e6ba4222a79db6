// Asks the theme's own search, outside of a browser: node search.mjs site word … prints the addresses found for each word.
import { readdirSync, readFileSync } from "node:fs";
import vm from "node:vm";

const [site, ...words] = process.argv.slice(2);
const folder = `${site}/assets/javascripts/workers`;
const worker = readdirSync(folder).find(name => /^search.*\.js$/.test(name));
const answers = [];
let hear;
const scope = { console, addEventListener: (_, listener) => (hear = listener), postMessage: data => answers.push(data) };
scope.self = scope;
vm.runInNewContext(readFileSync(`${folder}/${worker}`, "utf8"), scope);
const ask = async data => {
  hear({ data });
  while (!answers.length) await new Promise(resolve => setTimeout(resolve, 5));
  return answers.pop().data;
};
await ask({ type: 0, data: { ...JSON.parse(readFileSync(`${site}/search/search_index.json`, "utf8")), options: {} } });
const found = {};
for (const word of words) found[word] = (await ask({ type: 2, data: word })).items.map(([first]) => first.location);
console.log(JSON.stringify(found));
