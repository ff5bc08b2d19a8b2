using System.Globalization;
using Lookout.Bench.Vision;

// Arguments: models folder, I420 file, its width and height.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string models = args[0];
var clip = new RawClip(args[1], int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));

TrackerBench.Run(objects: 10);
TrackerBench.Run(objects: 100);
ChainBench.Run(models, clip);
LoopTaxBench.Run(models, clip);
