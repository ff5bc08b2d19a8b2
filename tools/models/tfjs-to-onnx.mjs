// A TensorFlow.js graph model (model.json and its weight files) as one ONNX file.
//
//     node tfjs-to-onnx.mjs model.json model.onnx
import fs from "node:fs";
import path from "node:path";
import { OnnxGraph, Type } from "./onnx-graph.mjs";
import { operators } from "./tfjs-operators.mjs";
import { readWeights } from "./weights-file.mjs";

/**
 * One node of the model, as its operator sees it.
 * @typedef {object} Step
 * @property {OnnxGraph} graph
 * @property {number} inputs how many it has
 * @property {(index: number) => string} input the ONNX name of one of them
 * @property {(index: number) => import("./onnx-graph.mjs").Weights} constant one that is known now
 * @property {(index: number) => string} int64 one as ONNX wants shapes and indices
 * @property {(name: string, otherwise?: any) => any} attribute
 */

/** @param {string} file model.json */
export function convert(file) {
  const model = JSON.parse(fs.readFileSync(file, "utf8"));
  const nodes = new Map(model.modelTopology.node.map((node) => [node.name, node]));
  const weights = readWeights(model.weightsManifest, path.dirname(file));
  const graph = new OnnxGraph(path.basename(file, ".json"), "lookout tools/models");
  /** ONNX names of each node's outputs. @type {Map<string, string[]>} */
  const done = new Map();

  // Constants come into the file when somebody reads them as tensors; shapes and axes never do.
  const outputsOf = (node) => {
    if (node.op === "Const" && !done.has(node.name)) done.set(node.name, [graph.weights(weights.get(node.name))]);
    return done.get(node.name);
  };

  for (const node of inOrder(nodes, Object.values(model.signature.outputs))) {
    if (node.op === "Const") continue;
    if (node.op === "Placeholder") done.set(node.name, [placeholder(graph, node)]);
    else done.set(node.name, [translate(node)].flat());
  }

  for (const [name, { name: source, tensorShape }] of Object.entries(model.signature.outputs)) {
    const [node, index] = resolve(nodes, source);
    const output = name.replace(/:0$/, "");
    graph.node("Identity", [outputsOf(node)[index]], {}, output);
    graph.output(output, Type.float32, sizes(tensorShape));
  }
  return graph.serialize();

  function translate(node) {
    const inputs = dataInputs(node);
    const source = (i) => resolve(nodes, inputs[i]);
    const constant = (i) => {
      let [origin] = source(i);
      while (origin.op === "Identity") [origin] = resolve(nodes, origin.input[0]);
      if (origin.op !== "Const") throw new Error(`${node.name}: input ${i} is not known before the model runs`);
      return weights.get(origin.name);
    };
    const input = (i) => {
      const [origin, index] = source(i);
      return outputsOf(origin)[index];
    };
    const int64 = (i) =>
      source(i)[0].op === "Const" ? graph.int64([...constant(i).values], constant(i).shape) : graph.node("Cast", [input(i)], { to: Type.int64 });
    const operator = operators[node.op];
    if (!operator) throw new Error(`${node.name}: operator ${node.op} is not known`);
    return operator({ graph, inputs: inputs.length, input, constant, int64, attribute: (name, otherwise) => attributeOf(node, name, otherwise) });
  }
}

// A picture of whole numbers is made floats by the model's first step: it may as well come as floats.
const placeholder = (graph, node) => graph.input(node.name, Type.float32, sizes(node.attr.shape.shape));

const sizes = (shape) => (shape.dim ?? []).map((dimension) => (Number(dimension.size) < 0 ? "N" : Number(dimension.size)));

const dataInputs = (node) => (node.input ?? []).filter((name) => !name.startsWith("^"));

/** "name" or "name:2" @returns {[any, number]} the node and which of its outputs */
function resolve(nodes, reference) {
  const [name, index] = reference.split(":");
  const node = nodes.get(name);
  if (!node) throw new Error(`there is no node ${name}`);
  return [node, Number(index ?? 0)];
}

/** All that the outputs need, each after what it needs itself. */
function inOrder(nodes, outputs) {
  const order = [];
  const seen = new Set();
  const open = outputs.map(({ name }) => ({ node: resolve(nodes, name)[0], next: 0 })).reverse();
  while (open.length > 0) {
    const top = open[open.length - 1];
    const inputs = dataInputs(top.node);
    if (seen.has(top.node.name)) open.pop();
    else if (top.next < inputs.length) open.push({ node: resolve(nodes, inputs[top.next++])[0], next: 0 });
    else {
      seen.add(top.node.name);
      order.push(top.node);
      open.pop();
    }
  }
  return order;
}

function attributeOf(node, name, otherwise) {
  const attribute = node.attr?.[name];
  if (!attribute) return otherwise;
  if (attribute.list) return attribute.list.i?.map(Number) ?? attribute.list.s?.map(text) ?? otherwise;
  if (attribute.i !== undefined) return Number(attribute.i);
  if (attribute.s !== undefined) return text(attribute.s);
  return attribute.f ?? attribute.b ?? attribute.type ?? otherwise;
}

const text = (base64) => Buffer.from(base64, "base64").toString();

const [from, to] = process.argv.slice(2);
fs.writeFileSync(to, convert(from));
