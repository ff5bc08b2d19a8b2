using System.Diagnostics;
using System.Globalization;
using Lookout.Fuzz;
using Lookout.Fuzz.Targets;

if (FuzzOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine("usage: fuzz [--minutes N] [--seed N] [--target PART-OF-A-NAME]");
    return 64;
}

var names = AllTargets.Names.Where(name => name.Contains(options.Target, StringComparison.OrdinalIgnoreCase)).ToList();
TimeSpan share = TimeSpan.FromMinutes(options.Minutes) / Math.Max(1, names.Count);
Console.WriteLine($"{names.Count} targets, {share.TotalSeconds:0} s each, seed {options.Seed}");
Console.WriteLine($"{"target",-28} {"inputs",12} {"accepted",12} {"growth KiB",11}");
int failed = 0;
foreach (string name in names)
{
    using FuzzTarget target = AllTargets.Create(name, options.Seed);
    var time = Stopwatch.StartNew();
    FuzzResult result = new FuzzRun(target, options.Seed).Run(_ => time.Elapsed < share);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28} {result.Inputs,12} {result.Accepted,12} {result.Growth >> 10,11}"));
    if (result.Failure is null) continue;
    failed++;
    Console.WriteLine(result.Failure);
}

Console.WriteLine($"{names.Count - failed} passed, {failed} failed");
return failed == 0 && names.Count > 0 ? 0 : 1;
