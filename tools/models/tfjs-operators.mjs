// TensorFlow's operators in ONNX's words: those of NanoDet-g and MoveNet. TensorFlow's pictures are NHWC and ONNX's NCHW, so
// each operator on pictures is wrapped in two transpositions; ONNX Runtime takes neighbouring ones out again.
import { Type } from "./onnx-graph.mjs";

const toNchw = (graph, x) => graph.node("Transpose", [x], { perm: [0, 3, 1, 2] });
const toNhwc = (graph, x) => graph.node("Transpose", [x], { perm: [0, 2, 3, 1] });

/** @typedef {import("./tfjs-to-onnx.mjs").Step} Step */

/** What each operator becomes: it returns the name of its output, or of each of its outputs. @type {Record<string, (step: Step) => string | string[]>} */
export const operators = {
  Conv2D: (step) => convolution(step, false),
  _FusedConv2D: (step) => convolution(step, false),
  DepthwiseConv2dNative: (step) => convolution(step, true),
  FusedDepthwiseConv2dNative: (step) => convolution(step, true),

  Add: binary("Add"),
  AddV2: binary("Add"),
  Sub: binary("Sub"),
  Mul: binary("Mul"),
  RealDiv: binary("Div"),
  // Of whole numbers above 0 only, where cutting off is rounding down.
  FloorDiv: binary("Div"),
  SquaredDifference: ({ graph, input }) => {
    const difference = graph.node("Sub", [input(0), input(1)]);
    return graph.node("Mul", [difference, difference]);
  },
  Sqrt: ({ graph, input }) => graph.node("Sqrt", [input(0)]),
  Sigmoid: ({ graph, input }) => graph.node("Sigmoid", [input(0)]),
  LeakyRelu: ({ graph, input, attribute }) => graph.node("LeakyRelu", [input(0)], { alpha: { float: attribute("alpha", 0.2) } }),

  MaxPool: ({ graph, input, attribute }) => {
    const pooled = graph.node("MaxPool", [toNchw(graph, input(0))], {
      kernel_shape: attribute("ksize").slice(1, 3),
      strides: attribute("strides").slice(1, 3),
      ...padding(attribute),
    });
    return toNhwc(graph, pooled);
  },
  Pad: pad,
  PadV2: pad,
  ResizeBilinear: ({ graph, input, constant, attribute }) => {
    const picture = toNchw(graph, input(0));
    const first = graph.node("Slice", [graph.node("Shape", [picture]), graph.int64([0]), graph.int64([2])]);
    const sizes = graph.node("Concat", [first, graph.int64([...constant(1).values])], { axis: 0 });
    const place = attribute("align_corners", false) ? "align_corners" : attribute("half_pixel_centers", false) ? "half_pixel" : "asymmetric";
    return toNhwc(graph, graph.node("Resize", [picture, "", "", sizes], { mode: "linear", coordinate_transformation_mode: place }));
  },

  Identity: ({ input }) => input(0),
  Cast: ({ graph, input, attribute }) => graph.node("Cast", [input(0)], { to: { DT_FLOAT: Type.float32, DT_INT32: Type.int32 }[attribute("DstT")] }),
  Reshape: ({ graph, input, int64 }) => graph.node("Reshape", [input(0), int64(1)]),
  Squeeze: ({ graph, input, attribute }) => graph.node("Squeeze", [input(0), graph.int64(attribute("squeeze_dims"))]),
  ExpandDims: ({ graph, input, constant }) => graph.node("Unsqueeze", [input(0), graph.int64([constant(1).values[0]])]),
  Transpose: ({ graph, input, constant }) => graph.node("Transpose", [input(0)], { perm: [...constant(1).values] }),
  ConcatV2: ({ graph, input, constant, inputs }) => {
    const parts = Array.from({ length: inputs - 1 }, (_, i) => input(i));
    return graph.node("Concat", parts, { axis: constant(inputs - 1).values[0] });
  },
  SplitV: ({ graph, input, constant }) => {
    const sizes = [...constant(1).values];
    return graph.nodeWithOutputs("Split", [input(0), graph.int64(sizes)], sizes.length, { axis: constant(2).values[0] });
  },
  Pack: ({ graph, input, inputs, attribute }) => {
    const axis = attribute("axis", 0);
    const parts = Array.from({ length: inputs }, (_, i) => graph.node("Unsqueeze", [input(i), graph.int64([axis])]));
    return graph.node("Concat", parts, { axis });
  },
  Unpack: ({ graph, input, attribute }) => {
    const axis = attribute("axis", 0);
    const count = attribute("num");
    const parts = count === 1 ? [input(0)] : graph.nodeWithOutputs("Split", [input(0), graph.int64(Array(count).fill(1))], count, { axis });
    return parts.map((part) => graph.node("Squeeze", [part, graph.int64([axis])]));
  },
  ArgMax: ({ graph, input, constant }) =>
    graph.node("Cast", [graph.node("ArgMax", [input(0)], { axis: constant(1).values[0], keepdims: 0 })], { to: Type.int32 }),
  GatherNd: ({ graph, input, int64 }) => graph.node("GatherND", [input(0), int64(1)]),

  // The exporter's way to write down a constant: some places of a vector, and what stands in all others.
  SparseToDense: ({ graph, constant }) => {
    const [places, shape, values, rest] = [0, 1, 2, 3].map(constant);
    if (shape.values.length !== 1 || !(values.values instanceof Int32Array)) throw new Error("only vectors of whole numbers are known");
    const dense = Array(shape.values[0]).fill(rest.values[0]);
    places.values.forEach((place, i) => (dense[place] = values.values[values.values.length === 1 ? 0 : i]));
    return graph.int32(dense);
  },
};

function binary(operator) {
  return ({ graph, input }) => graph.node(operator, [input(0), input(1)]);
}

function convolution({ graph, input, constant, attribute, inputs }, isDepthwise) {
  const filters = constant(1);
  const [height, width, channels, each] = filters.shape;
  // Height, width, in, out; of a depthwise one the last two together are the outputs.
  const weights = isDepthwise
    ? filters.reshaped([height, width, 1, channels * each]).transposed([3, 2, 0, 1])
    : filters.transposed([3, 2, 0, 1]);
  const fused = attribute("fused_ops", []);
  const hasBias = fused[0] === "BiasAdd";
  let result = graph.node("Conv", [toNchw(graph, input(0)), graph.weights(weights), ...(hasBias ? [graph.weights(constant(2))] : [])], {
    kernel_shape: [height, width],
    strides: attribute("strides").slice(1, 3),
    dilations: attribute("dilations", [1, 1, 1, 1]).slice(1, 3),
    group: isDepthwise ? channels : 1,
    ...padding(attribute),
  });
  if (inputs > (hasBias ? 3 : 2)) throw new Error(`${fused} needs more than a bias`);
  for (const activation of fused.slice(hasBias ? 1 : 0)) result = activate(graph, result, activation);
  return toNhwc(graph, result);
}

function activate(graph, x, activation) {
  if (activation === "Relu") return graph.node("Relu", [x]);
  if (activation === "Relu6") return graph.node("Clip", [x, graph.float32([0], []), graph.float32([6], [])]);
  throw new Error(`activation ${activation} is not known`);
}

function padding(attribute) {
  const kind = attribute("padding", "VALID");
  if (kind === "SAME") return { auto_pad: "SAME_UPPER" };
  if (kind === "VALID") return {};
  const [, , top, bottom, left, right] = attribute("explicit_paddings");
  return { pads: [top, left, bottom, right] };
}

// TensorFlow: before and after of each axis; ONNX: all befores, then all afters.
function pad({ graph, input, constant, inputs }) {
  const pairs = [...constant(1).values];
  const pads = [...pairs.filter((_, i) => i % 2 === 0), ...pairs.filter((_, i) => i % 2 === 1)];
  return graph.node("Pad", [input(0), graph.int64(pads), ...(inputs > 2 ? [input(2)] : [])]);
}
