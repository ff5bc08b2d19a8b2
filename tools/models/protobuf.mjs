// As much of protobuf's wire format as writing ONNX needs (protobuf.dev/programming-guides/encoding).

const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

/** @param {number | bigint} value negative ones as 64-bit two's complement */
function varint(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest ? low | 0x80 : low);
  } while (rest);
  return Buffer.from(bytes);
}

const tag = (/** @type {number} */ field, /** @type {number} */ kind) => varint((field << 3) | kind);

/** A whole number. @param {number} field @param {number | bigint} value */
export const int = (field, value) => Buffer.concat([tag(field, VARINT), varint(value)]);

/** A text, bytes or a message. @param {number} field @param {string | Uint8Array} content */
export function bytes(field, content) {
  const body = typeof content === "string" ? Buffer.from(content) : content;
  return Buffer.concat([tag(field, BYTES), varint(body.length), body]);
}

/** A single-precision number. @param {number} field @param {number} value */
export function float(field, value) {
  const body = Buffer.alloc(4);
  body.writeFloatLE(value);
  return Buffer.concat([tag(field, FIXED32), body]);
}

/** A message of these fields. @param {Buffer[]} fields */
export const message = (...fields) => Buffer.concat(fields);
