// An ONNX graph under construction (onnx.proto3 of IR version 8, opset 17). Names come from a counter, so that the same calls
// give the same bytes.
import { bytes, float, int, message } from "./protobuf.mjs";

const IR_VERSION = 8;
const OPSET = 17;

/** TensorProto.DataType */
export const Type = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float16: 10 };

/** AttributeProto.AttributeType */
const Attribute = { float: 1, int: 2, string: 3, ints: 7 };

/** Numbers a model keeps: as they are stored, and how they become floats. */
export class Weights {
  /**
   * @param {number[]} shape
   * @param {Float32Array | Uint16Array | Uint8Array | Int32Array} values Uint16Array: the bits of float16
   * @param {{scale: number, min: number}} [quantization] of a Uint8Array: value = min + scale * stored
   */
  constructor(shape, values, quantization) {
    this.shape = shape;
    this.values = values;
    this.quantization = quantization;
  }

  /** The same numbers with the axes in another order. @param {number[]} order */
  transposed(order) {
    const from = this.shape;
    const shape = order.map((axis) => from[axis]);
    const strides = from.map((_, axis) => from.slice(axis + 1).reduce((a, b) => a * b, 1));
    const values = this.values.slice();
    const index = shape.map(() => 0);
    for (let at = 0; at < values.length; at++) {
      values[at] = this.values[index.reduce((sum, i, axis) => sum + i * strides[order[axis]], 0)];
      for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0;
    }
    return new Weights(shape, values, this.quantization);
  }

  /** The same numbers in another shape. @param {number[]} shape */
  reshaped(shape) {
    return new Weights(shape, this.values, this.quantization);
  }
}

export class OnnxGraph {
  /** @param {string} name @param {string} producer */
  constructor(name, producer) {
    this.name = name;
    this.producer = producer;
    this.count = 0;
    /** @type {Buffer[]} */ this.nodes = [];
    /** @type {Buffer[]} */ this.constants = [];
    /** @type {Buffer[]} */ this.inputs = [];
    /** @type {Buffer[]} */ this.outputs = [];
  }

  /** Adds a node and names its outputs. @returns {string[]} */
  nodeWithOutputs(operator, inputs, count, attributes = {}) {
    const outputs = Array.from({ length: count }, () => `${operator}_${++this.count}`);
    this.#add(operator, inputs, outputs, attributes);
    return outputs;
  }

  /**
   * Adds a node with one output and returns its name.
   * @param {string} operator @param {string[]} inputs "" for one that is left out
   * @param {Record<string, number | string | number[] | {float: number}>} [attributes] a plain number is an int
   * @param {string} [name] of the output
   */
  node(operator, inputs, attributes = {}, name = `${operator}_${++this.count}`) {
    this.#add(operator, inputs, [name], attributes);
    return name;
  }

  /** Numbers for shapes and axes. */
  int64(values, shape = [values.length]) {
    const raw = Buffer.alloc(values.length * 8);
    values.forEach((value, i) => raw.writeBigInt64LE(BigInt(value), i * 8));
    return this.#constant(shape, Type.int64, raw);
  }

  int32(values, shape = [values.length]) {
    return this.#constant(shape, Type.int32, Buffer.from(Int32Array.from(values).buffer));
  }

  float32(values, shape = [values.length]) {
    return this.#constant(shape, Type.float32, Buffer.from(Float32Array.from(values).buffer));
  }

  /**
   * Numbers of the model, stored as small as they came. The nodes that make floats of them hang on constants alone: the
   * runtime works them out once, when it loads the model.
   * @param {Weights} weights
   */
  weights({ shape, values, quantization }) {
    const raw = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    if (values instanceof Float32Array) return this.#constant(shape, Type.float32, raw);
    if (values instanceof Int32Array) return this.#constant(shape, Type.int32, raw);
    if (values instanceof Uint16Array) return this.node("Cast", [this.#constant(shape, Type.float16, raw)], { to: Type.float32 });
    const stored = this.node("Cast", [this.#constant(shape, Type.uint8, raw)], { to: Type.float32 });
    const scaled = this.node("Mul", [stored, this.float32([quantization.scale])]);
    return this.node("Add", [scaled, this.float32([quantization.min])]);
  }

  /** @param {string} name @param {number} type @param {(number | string)[]} shape a name is a size that may differ from run to run */
  input(name, type, shape) {
    this.inputs.push(valueInfo(name, type, shape));
    return name;
  }

  /** @param {string} name @param {number} type @param {(number | string)[]} shape */
  output(name, type, shape) {
    this.outputs.push(valueInfo(name, type, shape));
  }

  /** ModelProto */
  serialize() {
    const graph = message(
      ...this.nodes.map((node) => bytes(1, node)),
      bytes(2, this.name),
      ...this.constants.map((constant) => bytes(5, constant)),
      ...this.inputs.map((input) => bytes(11, input)),
      ...this.outputs.map((output) => bytes(12, output)),
    );
    return message(int(1, IR_VERSION), bytes(2, this.producer), bytes(7, graph), bytes(8, message(bytes(1, ""), int(2, OPSET))));
  }

  // NodeProto
  #add(operator, inputs, outputs, attributes) {
    this.nodes.push(
      message(
        ...inputs.map((input) => bytes(1, input)),
        ...outputs.map((output) => bytes(2, output)),
        bytes(3, outputs[0]),
        bytes(4, operator),
        ...Object.entries(attributes).map(([name, value]) => bytes(5, attribute(name, value))),
      ),
    );
  }

  // TensorProto
  #constant(shape, type, raw) {
    const name = `constant_${++this.count}`;
    this.constants.push(message(...shape.map((size) => int(1, size)), int(2, type), bytes(8, name), bytes(9, raw)));
    return name;
  }
}

// AttributeProto
function attribute(name, value) {
  if (typeof value === "number") return message(bytes(1, name), int(3, value), int(20, Attribute.int));
  if (typeof value === "string") return message(bytes(1, name), bytes(4, value), int(20, Attribute.string));
  if (Array.isArray(value)) return message(bytes(1, name), ...value.map((one) => int(8, one)), int(20, Attribute.ints));
  return message(bytes(1, name), float(2, value.float), int(20, Attribute.float));
}

// ValueInfoProto > TypeProto.Tensor > TensorShapeProto
function valueInfo(name, type, shape) {
  const sizes = message(...shape.map((size) => bytes(1, typeof size === "number" ? int(1, size) : bytes(2, size))));
  return message(bytes(1, name), bytes(2, bytes(1, message(int(1, type), bytes(2, sizes)))));
}
