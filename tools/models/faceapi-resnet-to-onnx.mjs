// dlib's face embedding (dlib_face_recognition_resnet_model_v1, Davis King, public domain), from the weights that face-api ships for
// TensorFlow.js. They come without a graph, so the graph is written here: a 7x7 convolution, then fourteen residual blocks of two
// 3x3 convolutions, a mean over the map and one matrix. "Down" blocks halve the map by stride in their first convolution and
// pool what goes around them; where the channels double, the pooled half is filled up with zeros.
//
//     node faceapi-resnet-to-onnx.mjs face_recognition_model-weights_manifest.json model.onnx [uint8 | float16 | float32]
//
// The input is [N, 3, 150, 150], RGB, (sample - mean) / 255 with dlib's means 122.782, 117.001, 104.298.
import fs from "node:fs";
import path from "node:path";
import { floatsOf, inFloat16 } from "./float16.mjs";
import { OnnxGraph, Type, Weights } from "./onnx-graph.mjs";
import { readWeights } from "./weights-file.mjs";

const SIDE = 150;
const LENGTH = 128;

/** @param {string} manifest @param {string} store how the filters are kept */
export function convert(manifest, store) {
  const weights = readWeights(JSON.parse(fs.readFileSync(manifest, "utf8")), path.dirname(manifest));
  const graph = new OnnxGraph("dlib_face_recognition_resnet_model_v1", "lookout tools/models");
  const unused = new Set(weights.keys());

  const take = (name) => {
    if (!unused.delete(name)) throw new Error(`${manifest} has no weight ${name}, or it is asked for twice`);
    return weights.get(name);
  };

  // Filters stay in the eight bits they come in, which loses nothing; the other two are for comparing with.
  const stored = (values) => {
    if (store === "uint8") return values;
    const floats = floatsOf(values);
    return new Weights(values.shape, store === "float16" ? inFloat16(floats) : floats);
  };

  // A convolution and the scale and offset of each channel behind it, which the runtime multiplies into the filters when it loads.
  const convolution = (input, name, stride, pad) => {
    const filters = stored(take(`${name}/conv/filters`).transposed([3, 2, 0, 1]));
    const bias = floatsOf(take(`${name}/conv/bias`));
    const scale = floatsOf(take(`${name}/scale/weights`));
    const offset = floatsOf(take(`${name}/scale/biases`));
    const [channels, , height, width] = filters.shape;
    const scaled = graph.node("Mul", [graph.weights(filters), graph.float32(scale, [channels, 1, 1, 1])]);
    const biases = graph.float32(bias.map((value, channel) => value * scale[channel] + offset[channel]));
    return graph.node("Conv", [input, scaled, biases], {
      kernel_shape: [height, width],
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
    });
  };

  const relu = (input) => graph.node("Relu", [input]);
  const pad = (input, channels, rows) => graph.node("Pad", [input, graph.int64([0, 0, 0, 0, 0, channels, rows, rows])]);

  const residual = (input, name) => {
    const half = relu(convolution(input, `${name}/conv1`, 1, 1));
    return relu(graph.node("Add", [convolution(half, `${name}/conv2`, 1, 1), input]));
  };

  // The pooled map is one row and column larger than the convolved one where the side is even: that one is filled up with zeros.
  const down = (input, name, side, channels) => {
    const half = relu(convolution(input, `${name}/conv1`, 2, 0));
    let convolved = convolution(half, `${name}/conv2`, 1, 1);
    let pooled = graph.node("AveragePool", [input], { kernel_shape: [2, 2], strides: [2, 2] });
    const missing = halved(side, 2) - halved(side, 3);
    if (missing > 0) convolved = pad(convolved, 0, missing);
    if (channels > 0) pooled = pad(pooled, channels, 0);
    return relu(graph.node("Add", [pooled, convolved]));
  };

  let map = graph.input("input", Type.float32, ["N", 3, SIDE, SIDE]);
  map = relu(convolution(map, "conv32_down", 2, 0));
  map = graph.node("MaxPool", [map], { kernel_shape: [3, 3], strides: [2, 2] });
  let side = halved(halved(SIDE, 7), 3);
  for (const { name, blocks, fill } of [
    { name: "conv32", blocks: 3 },
    { name: "conv64", blocks: 3, fill: 32 },
    { name: "conv128", blocks: 2, fill: 64 },
    { name: "conv256", blocks: 2, fill: 128 },
  ]) {
    if (fill) {
      map = down(map, `${name}_down`, side, fill);
      side = halved(side, 2);
    }
    for (let block = 1; block <= blocks; block++) map = residual(map, `${name}_${block}`);
  }
  map = down(map, "conv256_down_out", side, 0);
  const mean = graph.node("ReduceMean", [map], { axes: [2, 3], keepdims: 0 });
  graph.node("MatMul", [mean, graph.weights(stored(take("fc")))], {}, "embedding");
  graph.output("embedding", Type.float32, ["N", LENGTH]);
  if (unused.size > 0) throw new Error(`${manifest}: nothing uses ${[...unused].join(", ")}`);
  return graph.serialize();
}

/** The side of a map after a window moved over it in steps of two, without a border. */
const halved = (side, window) => Math.floor((side - window) / 2) + 1;

const [from, to, store = "uint8"] = process.argv.slice(2);
fs.writeFileSync(to, convert(from, store));
