using System.Globalization;
using Lookout.Bench.Preprocess;

// serve FRAMES WIDTH HEIGHT:                  answers as the peers do (see Server)
// compare FRAMES WIDTH HEIGHT ROUNDS FOLDER:  drives the peers in a folder and prints the table
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var clip = new Clip(args[1], int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));
if (args[0] == "serve") Server.Run(clip, Console.In, Console.Out);
else Comparison.Run(clip, int.Parse(args[4], CultureInfo.InvariantCulture), args[5]);
