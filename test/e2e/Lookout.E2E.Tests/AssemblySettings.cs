using Lookout.E2E.Tests;

[assembly: AssemblyFixture(typeof(SharedBrowser))]
