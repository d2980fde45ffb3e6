using Baton.Configuration.Reading;
using Baton.Configuration.Secrets;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Baton.Configuration;

/// <summary>Writes a tree as YAML, for people and for snapshots.</summary>
/// <remarks>
/// <c>${NAME}</c> stays as it was written, so that nothing from the environment gets into the text; literal values of keys
/// named like secrets become <see cref="SecretRedactor.Mask"/>. Everything else reads back as the same tree.
/// </remarks>
public static class ConfigurationWriter
{
    /// <summary>Writes a tree.</summary>
    /// <param name="node">The tree.</param>
    /// <returns>YAML, ending in a line break.</returns>
    public static string ToYaml(ConfigurationNode node)
    {
        using StringWriter text = new() { NewLine = "\n" };
        Emitter emitter = new(text, new EmitterSettings(2, int.MaxValue, false, 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        Write(emitter, node, "");
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    /// <summary>The value as it may be shown.</summary>
    internal static string Shown(ConfigurationScalar scalar, string key) =>
        SecretNames.IsSecret(key)
        && scalar is { Kind: ScalarKind.Text, Text.Length: > 0 }
        && scalar.Written == scalar.Text
            ? SecretRedactor.Mask
            : scalar.Written;

    private static void Write(Emitter emitter, ConfigurationNode node, string key)
    {
        switch (node)
        {
            case ConfigurationMapping mapping:
                MappingStyle style = mapping.Entries.Count == 0 ? MappingStyle.Flow : MappingStyle.Block;
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, style));
                foreach (ConfigurationEntry entry in mapping.Entries)
                {
                    Emit(emitter, entry.Key, isText: true);
                    Write(emitter, entry.Value, entry.Key);
                }

                emitter.Emit(new MappingEnd());
                break;
            case ConfigurationSequence sequence:
                SequenceStyle list = sequence.Items.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block;
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, list));
                foreach (ConfigurationNode item in sequence.Items)
                {
                    Write(emitter, item, key);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case ConfigurationScalar scalar:
                bool isTyped = scalar.Kind != ScalarKind.Text || (scalar.IsPlain && scalar.Written != scalar.Text);
                Emit(emitter, Shown(scalar, key), !isTyped);
                break;
        }
    }

    private static void Emit(Emitter emitter, string value, bool isText)
    {
        bool isPlain = !isText || (CoreSchema.KindOf(value) == ScalarKind.Text && IsSafe(value));
        ScalarStyle style = isPlain ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted;
        emitter.Emit(
            new Scalar(AnchorName.Empty, TagName.Empty, value, style, isPlainImplicit: isPlain, isQuotedImplicit: true)
        );
    }

    // Whatever could mean something in YAML is quoted; the emitter alone would write some of it plain.
    private static bool IsSafe(string value) =>
        char.IsAsciiLetter(value[0])
        && value[^1] != ' '
        && value.All(character => char.IsAsciiLetterOrDigit(character) || character is ' ' or '_' or '-' or '.' or '/')
        && value != "<<";
}
