using System.Reflection;
using Lookout.CameraServer;
using Lookout.CameraService;
using Lookout.Configuration;
using Lookout.Link;
using Lookout.Native.Posix;
using Lookout.Rtc.Dtls;
using Lookout.Supervisor.Host;
using Lookout.Vision;
using NetArchTest.Rules;

namespace Lookout.Architecture.Tests;

/// <summary>What can be seen in the compiled assemblies: who really uses what.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly Rtc = typeof(IDtlsEndpoint).Assembly;

    [Fact]
    public void Rtc_uses_the_base_library_alone()
    {
        string[] used = [.. Rtc.GetReferencedAssemblies().Select(name => name.Name!)];
        Assert.All(used, name => Assert.True(name.StartsWith("System.", StringComparison.Ordinal) || name is "System" or "netstandard", name));
    }

    [Theory]
    [InlineData("System.Net.Sockets")]
    [InlineData("System.Threading.Tasks")]
    [InlineData("System.Threading.Thread")]
    [InlineData("System.Threading.Timer")]
    [InlineData("System.IO.File")]
    [InlineData("System.Diagnostics.Stopwatch")]
    [InlineData("System.Diagnostics.Process")]
    [InlineData("System.Reflection.Emit")]
    [InlineData("Microsoft.Extensions.Logging")]
    [InlineData("Org.BouncyCastle")]
    public void Rtc_has_no_socket_thread_clock_or_logger(string banned) => AssertNoDependency(Rtc, banned);

    [Theory]
    [InlineData("Lookout.Rtc")]
    [InlineData("Lookout.CameraService")]
    [InlineData("Microsoft.AspNetCore")]
    public void Native_knows_nothing_of_webrtc_or_http(string banned) => AssertNoDependency(typeof(CurrentProcess).Assembly, banned);

    [Theory]
    [InlineData("Lookout.Native")]
    [InlineData("System.Net.Sockets")]
    public void Vision_has_no_gstreamer_and_no_sockets(string banned) => AssertNoDependency(typeof(FaceDetector).Assembly, banned);

    [Theory]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("System.Net.Http")]
    [InlineData("Lookout.Rtc")]
    public void Camera_server_has_no_network(string banned) => AssertNoDependency(typeof(CameraServerWorker).Assembly, banned);

    [Theory]
    [InlineData("Lookout.Vision")]
    [InlineData("Lookout.Native.Gst")]
    public void Camera_service_touches_no_media_library(string banned) => AssertNoDependency(typeof(CameraServiceWorker).Assembly, banned);

    [Theory]
    [InlineData("Lookout.Native.Gst")]
    [InlineData("Lookout.Link")]
    [InlineData("System.Net.Sockets")]
    public void Supervisor_owns_no_media(string banned) => AssertNoDependency(typeof(SupervisorHost).Assembly, banned);

    [Fact]
    public void Serialisation_is_generated_and_never_reflected()
    {
        // A context made by the source generator derives from JsonSerializerContext; nothing may ask for the reflecting resolver.
        foreach (Assembly assembly in Own()) AssertNoDependency(assembly, "System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver");
    }

    [Fact]
    public void Workers_do_not_know_each_other()
    {
        AssertNoDependency(typeof(CameraServerWorker).Assembly, "Lookout.CameraService");
        AssertNoDependency(typeof(CameraServiceWorker).Assembly, "Lookout.CameraServer");
    }

    [Fact]
    public void Check_sees_what_is_there()
    {
        Assert.ThrowsAny<Exception>(() => AssertNoDependency(typeof(CameraServiceWorker).Assembly, "Microsoft.AspNetCore"));
        Assert.ThrowsAny<Exception>(() => AssertNoDependency(typeof(CameraServerWorker).Assembly, "Lookout.Native.Gst"));
        Assert.ThrowsAny<Exception>(() => AssertNoDependency(typeof(SupervisorHost).Assembly, "System.Threading.Thread"));
    }

    private static Assembly[] Own() =>
    [
        Rtc, typeof(CurrentProcess).Assembly, typeof(FaceDetector).Assembly, typeof(LinkServer).Assembly, typeof(ConfigLoader).Assembly,
        typeof(CameraServerWorker).Assembly, typeof(CameraServiceWorker).Assembly, typeof(SupervisorHost).Assembly,
    ];

    private static void AssertNoDependency(Assembly assembly, string banned)
    {
        NetArchTest.Rules.TestResult result = Types.InAssembly(assembly).ShouldNot().HaveDependencyOn(banned).GetResult();
        Assert.True(result.IsSuccessful, $"{assembly.GetName().Name} uses {banned}: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }
}
