using Baton.Cli.Results;

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
                All,
                (writer, mixin) =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("name", mixin.Name);
                    writer.WriteString("description", mixin.Description);
                    writer.WriteEndObject();
                }
            );
            return ExitCodes.Ok;
        }

        TextTable table = new();
        table.Add("NAME", "WHAT IT GIVES AN AGENT");
        foreach ((string name, string description) in All)
        {
            table.Add(name, description);
        }

        table.Write(session.Out);
        return ExitCodes.Ok;
    }

    private static (string Name, string Description)[] All { get; } =
    [
        (
            "tool_use",
            "Tools within bounds: which it may call, how often in a turn, how long, and which a person confirms"
        ),
        ("memory", "What it learns is kept between executions, fades with time, and is recalled by tags and text"),
        ("reasoning", "It thinks step by step, along several ways, or by asking itself questions"),
        ("human_in_loop", "A person approves what it does; the execution pauses until then"),
        ("structured_output", "Its answers have a JSON Schema; one that has not is repaired"),
    ];
}
