using Lookout.Container.Tests;

[assembly: AssemblyFixture(typeof(Laboratory))]
