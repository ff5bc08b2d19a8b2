namespace Lookout.Vision.Tests.Preprocess;

/// <summary>Those of <see cref="PictureSizes"/> whose chroma is halved both ways.</summary>
public sealed class HalvedPictureSizes() : PictureSizes([YuvLayout.I420, YuvLayout.Nv12]);
