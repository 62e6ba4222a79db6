/** Downloads the files of MNIST, where the reader asks for that; Python checks their sums and unpacks them. */
import { lastLine } from "../shared/elements.js";

/** @typedef {(name: string, args?: any[]) => Promise<any>} Call */

/**
 * The bytes at an address, with words on the way.
 * @param {string} address
 * @param {(words: string) => void} say
 */
async function bytes(address, say) {
  const response = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
  if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
  const name = address.slice(address.lastIndexOf("/") + 1);
  const parts = [];
  let loaded = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    loaded += value.length;
    say(`Downloading ${name}: ${(loaded / 1e6).toFixed(1)} MB`);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/**
 * One file, from the first mirror that has it whole.
 * @param {Call} call
 * @param {string[]} mirrors
 * @param {string} name
 * @param {(words: string) => void} say
 */
async function fetchFile(call, mirrors, name, say) {
  const failures = [];
  for (const mirror of mirrors) {
    try {
      return await call("keep", [name, await bytes(`${mirror}${name}.gz`, say)]);
    } catch (error) {
      failures.push(`${new URL(mirror).host}: ${lastLine(error)}`);
    }
  }
  throw new Error(`MNIST could not be downloaded (${failures.join("; ")}). The packed digits need no download.`);
}

/**
 * All that is not there yet.
 * @param {Call} call a function of `explorables.digits`
 * @param {(words: string) => void} say
 * @param {() => boolean} wanted
 */
export async function fetchFiles(call, say, wanted) {
  const { mirrors, names } = await call("addresses");
  for (const name of names) if (wanted()) await fetchFile(call, mirrors, name, say);
}
