namespace Lookout.Models;

/// <param name="Directory">--dir: the folder; null: the configuration's.</param>
/// <param name="Config">--config: the file of the configuration; null: where it is looked for.</param>
/// <param name="Json">--json: for programs.</param>
internal readonly record struct ModelsOptions(string? Directory, string? Config, bool Json)
{
    public static bool TryParse(ReadOnlySpan<string> arguments, out ModelsOptions options)
    {
        options = default;
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--json":
                    options = options with { Json = true };
                    break;
                case "--dir" when ++i < arguments.Length && arguments[i].Length > 0:
                    options = options with { Directory = arguments[i] };
                    break;
                case "--config" when ++i < arguments.Length && arguments[i].Length > 0:
                    options = options with { Config = arguments[i] };
                    break;
                default:
                    return false;
            }
        }
        return true;
    }
}
