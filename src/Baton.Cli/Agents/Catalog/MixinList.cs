using Baton.Cli.Results;
using Baton.Topologies.Capabilities;

namespace Baton.Cli.Agents.Catalog;

/// <summary>Carries out <c>baton agents mixins</c>.</summary>
internal static class MixinList
{
    /// <summary>Lists what agents can be given.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(ToolSession session, bool json)
    {
        if (json)
        {
            JsonText.WriteArray(
                session.Out,
                CapabilityRegistry.Default.All,
                (writer, mixin) =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("name", mixin.Name);
                    writer.WriteString("description", mixin.Description);
                    writer.WriteStartArray("needs");
                    foreach (string need in mixin.Needs)
                    {
                        writer.WriteStringValue(need);
                    }

                    writer.WriteEndArray();
                    writer.WriteEndObject();
                }
            );
            return ExitCodes.Ok;
        }

        TextTable table = new();
        table.Add("NAME", "WHAT IT GIVES AN AGENT");
        foreach (CapabilityInfo mixin in CapabilityRegistry.Default.All)
        {
            string needs = mixin.Needs.Count == 0 ? "" : $" (needs {string.Join(", ", mixin.Needs)})";
            table.Add(mixin.Name, mixin.Description + needs);
        }

        table.Write(session.Out);
        return ExitCodes.Ok;
    }
}
