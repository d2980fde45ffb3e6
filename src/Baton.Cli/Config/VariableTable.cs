using Baton.Cli.Results;

namespace Baton.Cli.Config;

/// <summary>Carries out <c>baton config env</c>.</summary>
internal static class VariableTable
{
    /// <summary>Lists the variables.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(ToolSession session)
    {
        TextTable table = new();
        table.Add("VARIABLE", "SETTING", "STATE");
        foreach (string path in SettingCatalog.Paths())
        {
            string variable = NameOf(path);
            table.Add(variable, path, session.Environment.ContainsKey(variable) ? "set" : "");
        }

        table.Write(session.Out);
        return ExitCodes.Ok;
    }

    private static string NameOf(string path) =>
        $"BATON_{path.ToUpperInvariant().Replace(".", "__", StringComparison.Ordinal)}";
}
