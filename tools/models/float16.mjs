// Stored weights as floats, and floats in sixteen bits (IEEE 754 binary16).
import { Weights } from "./onnx-graph.mjs";

/** @param {Weights} weights of float32 or quantised uint8 @returns {Float32Array} */
export function floatsOf({ values, quantization }) {
  if (values instanceof Float32Array) return values;
  if (!(values instanceof Uint8Array) || !quantization) throw new Error("only float32 and quantised uint8 become floats here");
  return Float32Array.from(values, (stored) => Math.fround(Math.fround(stored * Math.fround(quantization.scale)) + Math.fround(quantization.min)));
}

/** Rounded to the nearest, ties to even. @param {Float32Array} floats */
export const inFloat16 = (floats) => Uint16Array.from(floats, half);

const bits = new DataView(new ArrayBuffer(4));

function half(value) {
  bits.setFloat32(0, value);
  const sign = (bits.getUint32(0) >>> 16) & 0x8000;
  const size = Math.abs(value);
  if (!(size < 65520)) throw new Error(`${value} does not fit 16 bits`);
  // Steps of 2^-24 below the smallest normal number, 2^-14; above it eleven bits of any exponent.
  const exponent = Math.max(-14, Math.floor(Math.log2(size || 1e-30)));
  const steps = roundEven(size * 2 ** (10 - exponent));
  // A mantissa that rounds up to 2^11 carries into the exponent by itself.
  return sign | (exponent === -14 ? steps : ((exponent + 15) << 10) + (steps - 1024));
}

function roundEven(value) {
  const low = Math.floor(value);
  const rest = value - low;
  return rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low;
}
