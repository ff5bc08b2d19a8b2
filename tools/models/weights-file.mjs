// The weights of TensorFlow.js: a manifest of names, shapes and types over the bytes of one or more files.
import fs from "node:fs";
import path from "node:path";
import { Weights } from "./onnx-graph.mjs";

/**
 * @param {{paths: string[], weights: any[]}[]} manifest
 * @param {string} folder of the files
 * @returns {Map<string, Weights>}
 */
export function readWeights(manifest, folder) {
  const found = new Map();
  for (const group of manifest) {
    const content = Buffer.concat(group.paths.map((name) => fs.readFileSync(path.join(folder, name))));
    let offset = 0;
    for (const { name, shape, dtype, quantization } of group.weights) {
      const count = shape.reduce((product, size) => product * size, 1);
      const stored = quantization?.dtype ?? dtype;
      const array = arrayOf(stored);
      const end = offset + count * array.BYTES_PER_ELEMENT;
      if (end > content.length) throw new Error(`${name} ends after the file`);
      // A copy, because a typed array must begin at a multiple of its element.
      const values = new array(Uint8Array.from(content.subarray(offset, end)).buffer);
      found.set(name, new Weights(shape, values, stored === "uint8" ? quantization : undefined));
      offset = end;
    }
    if (offset !== content.length) throw new Error(`${group.paths}: ${content.length - offset} bytes belong to no weight`);
  }
  return found;
}

function arrayOf(type) {
  const array = { float32: Float32Array, float16: Uint16Array, int32: Int32Array, uint8: Uint8Array }[type];
  if (!array) throw new Error(`weights of type ${type} are not known`);
  return array;
}
