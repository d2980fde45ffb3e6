namespace Baton.Configuration.Binding;

/// <summary>Says what to do about a key that a section does not know.</summary>
internal static class UnknownKey
{
    private const int MostListed = 12;

    public static string Explain(string key, SettingsShape section, SettingsShape root)
    {
        if (Suggestion.For(key, section.Keys) is { } meant)
        {
            return $"unknown key; did you mean `{meant}`?";
        }

        List<string> elsewhere =
        [
            .. SectionsWith(key, root).Where(place => place.Shape != section).Select(place => place.Path),
        ];
        if (elsewhere.Count > 0)
        {
            IEnumerable<string> places = elsewhere
                .Take(3)
                .Select(path => path.Length == 0 ? "at the top level" : $"under `{path}`");
            return $"unknown key; `{key}` belongs {string.Join(" or ", places)}";
        }

        return section.Settings.Count switch
        {
            0 => "unknown key; there are none here",
            <= MostListed =>
                $"unknown key; known here: {string.Join(", ", section.Keys.Select(known => $"`{known}`"))}",
            _ => "unknown key",
        };
    }

    /// <summary>The sections that know a key, outermost first.</summary>
    private static IEnumerable<(string Path, SettingsShape Shape)> SectionsWith(string key, SettingsShape root)
    {
        HashSet<SettingsShape> seen = [root];
        Queue<(string Path, SettingsShape Shape)> waiting = new([("", root)]);
        while (waiting.TryDequeue(out (string Path, SettingsShape Shape) place))
        {
            if (place.Shape[key] is not null)
            {
                yield return place;
            }

            foreach (Setting setting in place.Shape.Settings)
            {
                (SettingType inner, string suffix) = setting.Type.Kind switch
                {
                    SettingKind.List => (setting.Type.Element!, "[]"),
                    SettingKind.Dictionary => (setting.Type.Element!, ".…"),
                    _ => (setting.Type, ""),
                };
                if (inner.Kind == SettingKind.Section && seen.Add(inner.Shape))
                {
                    waiting.Enqueue((KeyPath.Add(place.Path, setting.Key) + suffix, inner.Shape));
                }
            }
        }
    }
}
