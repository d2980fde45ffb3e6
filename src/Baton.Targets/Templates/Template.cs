using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Targets.Templates;

/// <summary>Text or structure with paths into the turn, for example <c>{"message": "{{ input }}"}</c>. Immutable.</summary>
/// <remarks>
/// Paths begin with a word of <see cref="TemplateScope"/> and are written <c>{{ persona.name }}</c> or
/// <c>$.persona.name</c>. A string that is one path keeps the value's type; a path inside longer text is put in as
/// text. What is not there becomes null, inside text nothing. A literal <c>{{</c> is written <c>{{{{</c>, a literal
/// <c>$.</c> before a name <c>$$.</c>.
/// </remarks>
public sealed class Template : IConfigurationReadable<Template>
{
    private const string OutputTooEarly =
        "speaks of `output`, which is not there yet; only `adapters.output.template` can";

    private readonly TemplateNode _root;

    private Template(TemplateNode root) => _root = root;

    /// <inheritdoc/>
    public static JsonObject Schema =>
        new()
        {
            ["description"] =
                "Text, a mapping or a list. Strings may hold paths: `{{ persona.name }}` or `$.persona.name`; a string "
                + "that is one path keeps the value's type.",
        };

    /// <summary>Whether the template is the same in every turn.</summary>
    public bool IsConstant => IsConstantNode(_root);

    /// <summary>The members when the template is a mapping, otherwise <see langword="null"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, Template>>? Members =>
        _root is ObjectNode node
            ? [.. node.Members.Select(member => KeyValuePair.Create(member.Key, new Template(member.Value)))]
            : null;

    /// <inheritdoc/>
    public static Template? Read(ConfigurationNode node, string key, ConfigurationErrors errors)
    {
        Template? template = ReadWithOutput(node, key, errors);
        if (template is not null && SpeaksOfOutput(template._root))
        {
            errors.Add(node.Place, key, OutputTooEarly);
            return null;
        }

        return template;
    }

    /// <summary>Reads a template that is rendered when the turn was answered, and so may speak of <c>output</c>.</summary>
    internal static Template? ReadWithOutput(ConfigurationNode node, string key, ConfigurationErrors errors) =>
        TemplateReader.Read(node, key, errors) is { } root ? new Template(root) : null;

    /// <summary>Text that is the same in every turn, whatever it looks like.</summary>
    internal static Template Literal(string text) => new(new LiteralNode(text));

    /// <summary>Reads text with paths in it; JSON in the text stays text.</summary>
    /// <exception cref="FormatException">A path is wrong; the message says how.</exception>
    public static Template Parse(string text) => WithoutOutput(TemplateTextReader.Read(text));

    /// <summary>Reads a template written as JSON; a text that is no JSON object or list is read as text.</summary>
    /// <exception cref="FormatException">A path is wrong, or the text begins like a JSON object and is none.</exception>
    public static Template ParseJson(string text) => WithoutOutput(TemplateReader.ReadRootText(text));

    /// <summary>Writes what the template makes of a turn as one JSON value.</summary>
    public void Write(Utf8JsonWriter writer, TemplateScope scope) => _root.Write(writer, scope);

    /// <summary>What the template makes of a turn as text: text as it is, structures as JSON.</summary>
    /// <param name="scope">The turn.</param>
    /// <param name="encodeValues">Applied to every value that is put in, never to the template's own text.</param>
    public string Render(TemplateScope scope, Func<string, string>? encodeValues = null) =>
        _root.Text(scope, encodeValues);

    private static Template WithoutOutput(TemplateNode root) =>
        SpeaksOfOutput(root) ? throw new FormatException($"the template {OutputTooEarly}") : new Template(root);

    private static bool SpeaksOfOutput(TemplateNode node) =>
        node switch
        {
            ValueNode value => value.Path.Word == ScopeWord.Output,
            MixedTextNode text => text.Parts.Any(SpeaksOfOutput),
            ObjectNode structure => structure.Members.Any(member => SpeaksOfOutput(member.Value)),
            ListNode list => Array.Exists(list.Items, SpeaksOfOutput),
            _ => false,
        };

    private static bool IsConstantNode(TemplateNode node) =>
        node switch
        {
            ConstantNode or LiteralNode => true,
            ValueNode or MixedTextNode => false,
            ObjectNode structure => structure.Members.All(member => IsConstantNode(member.Value)),
            ListNode list => Array.TrueForAll(list.Items, IsConstantNode),
            _ => throw new InvalidOperationException($"`{node.GetType().Name}` is no piece of a template"),
        };
}
