using Lookout.Container.Tests;

// One engine and the ports of docker-compose.yml: one test after the other.
[assembly: AssemblyFixture(typeof(Laboratory))]
[assembly: Parallelization(Mode = ParallelizationMode.None)]
