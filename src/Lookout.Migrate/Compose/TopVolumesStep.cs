using Lookout.Migrate.Compose.Yaml;

namespace Lookout.Migrate.Compose;

/// <summary>Named volumes must be declared at the top level.</summary>
internal static class TopVolumesStep
{
    public static bool TryApply(EditScope scope, IReadOnlyList<string> names)
    {
        YamlMap root = scope.Document.Root;
        if (root.Find("volumes") is { } volumes)
        {
            var present = volumes.Value.Meant as YamlMap;
            return scope.Draft.TryAppend(root, volumes, [.. names.Where(name => present?.Find(name) is null).Select(name => KeyValuePair.Create(name, (string?)null))], scope.Compose.Indents.Map);
        }
        string indent = new(' ', scope.Compose.Indents.Map);
        string[] lines = ["volumes:", .. names.Select(name => $"{indent}{name}:")];
        return scope.Draft.TryInsertLast(root, new NewKey("volumes", YamlValue.Names(names), scope.Compose.Indents.BlankBetween ? ["", .. lines] : lines));
    }
}
