using Lookout.Native.Posix;
using Lookout.Verbs;

// ONNX Runtime 1.29 and later tells Microsoft about every process unless this is set before it loads. Nobody is told of a camera.
CurrentProcess.SetNativeVariable("ORT_DISABLE_TELEMETRY", "1");

return args switch
{
    ["run", .. var rest] => RunVerb.Run(rest),
    ["camera-server"] => CameraServerVerb.Run(),
    ["camera-service"] => CameraServiceVerb.Run(),
    ["config", .. var rest] => ConfigVerb.Run(rest),
    ["doctor", .. var rest] => DoctorVerb.Run(rest),
    ["models", .. var rest] => ModelsVerb.Run(rest),
    ["health", .. var rest] => HealthVerb.Run(rest),
    ["probe", .. var rest] => ProbeVerb.Run(rest),
    ["migrate", .. var rest] => MigrateVerb.Run(rest),
    ["version" or "--version" or "-v"] => VersionVerb.Run(),
    ["help" or "--help" or "-h"] => HelpVerb.Run(),
    [] => HelpVerb.Refuse("no verb given"),
    _ => HelpVerb.Refuse($"'{string.Join(' ', args)}' is nothing it can do"),
};
