// Bundles the editor, and gathers the licences of what is in it: node editor/build.js [folder]
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULES = join(HERE, "..", "node_modules");
const PACKAGE = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/**
 * @param {string[]} inputs the files of which something is in the bundle
 * @returns {string}
 */
function licences(inputs) {
  const names = [...new Set(inputs.flatMap(file => PACKAGE.exec(file)?.[1] ?? []))].sort();
  /** @type {Map<string, string[]>} */
  const users = new Map();
  for (const name of names) {
    const { version } = JSON.parse(readFileSync(join(MODULES, name, "package.json"), "utf8"));
    const text = readFileSync(join(MODULES, name, "LICENSE"), "utf8").trim();
    users.set(text, [...(users.get(text) ?? []), `${name} ${version}`]);
  }
  const parts = [...users].map(([text, packages]) => `${packages.join("\n")}\n\n${text}\n`);
  return ["codemirror.min.js contains these packages.\n", ...parts].join("\n");
}

const folder = process.argv[2] ?? HERE;
const { metafile } = await build({
  absWorkingDir: join(HERE, ".."),
  entryPoints: ["editor/codemirror.js"],
  outfile: join(folder, "codemirror.min.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
const [{ inputs }] = Object.values(metafile.outputs);
const used = Object.keys(inputs).filter(file => inputs[file].bytesInOutput > 0);
writeFileSync(join(folder, "LICENCES.txt"), licences(used));
