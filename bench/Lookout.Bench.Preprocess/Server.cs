using System.Globalization;
using System.Runtime.InteropServices;
using Lookout.Vision.Preprocess;

namespace Lookout.Bench.Preprocess;

/// <summary>
/// Our side: reads "NAME REPEATS" lines and answers with microseconds of CPU a frame; "tensor NAME FILE" writes the tensor of the first frame.
/// The process has one thread that works, so the process's CPU time is the work's.
/// </summary>
internal static class Server
{
    /// <summary>What the tensor is in this benchmark, for everybody.</summary>
    public static readonly TensorFormat Format = new(640, 640, IsPlanar: true, IsBgr: false, [0, 0, 0], [255, 255, 255], Resize.Bilinear);

    public static void Run(Clip clip, TextReader questions, TextWriter answers)
    {
        var bilinear = new Preprocessor(Format);
        var area = new Preprocessor(Format with { Resize = Resize.Area });
        Memory<float> linearTensor = Aligned(), areaTensor = Aligned();
        while (questions.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0] == "tensor")
            {
                Fill(words[1], 0);
                File.WriteAllBytes(words[2], MemoryMarshal.AsBytes(Tensor(words[1]).Span));
                answers.WriteLine("ok");
            }
            else
            {
                int repeats = int.Parse(words[1], CultureInfo.InvariantCulture);
                TimeSpan start = Environment.CpuUsage.TotalTime;
                for (int i = 0; i < repeats; i++) Fill(words[0], i);
                answers.WriteLine((Environment.CpuUsage.TotalTime - start).TotalMicroseconds / repeats);
            }
            answers.Flush();
        }

        void Fill(string way, int index) => (way == "area" ? area : bilinear).Fill(clip[index], new TensorSpan(Tensor(way).Span));

        Memory<float> Tensor(string way) => way == "area" ? areaTensor : linearTensor;
    }

    // Where ONNX Runtime's own memory begins, and the peers' does: at a cache line.
    private static Memory<float> Aligned()
    {
        float[] memory = GC.AllocateArray<float>(Format.Length + 16, pinned: true);
        int past = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0) % 64);
        return memory.AsMemory((64 - past) % 64 / sizeof(float), Format.Length);
    }
}
