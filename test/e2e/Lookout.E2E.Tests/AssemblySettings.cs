using Lookout.E2E.Tests;
using Xunit.Sdk;
using Xunit.v3;

// The product, a browser and an encoder share two cores: one test at a time, or the numbers mean nothing.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(SharedBrowser))]
