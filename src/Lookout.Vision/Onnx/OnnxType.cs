namespace Lookout.Vision.Onnx;

/// <summary>Types of tensor elements, by their numbers in onnx.proto3 (TensorProto.DataType).</summary>
internal enum OnnxType
{
    Float = 1,
    UInt8 = 2,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
    Float16 = 10,
}
