using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Experiments.Inputs;
using CsvHelper;

namespace Baton.Experiments.Generation.Output;

/// <summary>Writes files of inputs that the reader of inputs reads back as the same entries.</summary>
/// <param name="head">What a person should know about the file, a line each.</param>
/// <param name="redact">Takes secrets out of texts.</param>
internal sealed class InputWriter(IReadOnlyList<string> head, Func<string, string> redact)
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Indented = new(Plain) { WriteIndented = true };

    /// <summary>Writes entries.</summary>
    /// <param name="inputs">The entries.</param>
    /// <param name="format">How.</param>
    /// <param name="text">Where to; stays open.</param>
    public void Write(IReadOnlyList<ExperimentInput> inputs, InputFormat format, TextWriter text)
    {
        switch (format)
        {
            case InputFormat.Yaml:
                WriteYaml(inputs, text);
                break;
            case InputFormat.Json:
                WriteJson(inputs, text);
                break;
            case InputFormat.JsonLines:
                foreach (ExperimentInput input in inputs)
                {
                    text.Write(EntryJson.Of(input, redact).ToJsonString(Plain) + "\n");
                }

                break;
            case InputFormat.Csv:
                WriteCsv(inputs, text);
                break;
        }
    }

    // Texts stand in quotes as in JSON, which YAML reads the same: nothing in them can be taken for a number or a mark.
    private void WriteYaml(IReadOnlyList<ExperimentInput> inputs, TextWriter text)
    {
        foreach (string line in head)
        {
            text.Write($"# {line}\n");
        }

        text.Write("generated_inputs:\n");
        foreach (ExperimentInput input in inputs)
        {
            string lead = "  - ";
            foreach ((string key, JsonNode? value) in EntryJson.Of(input, redact))
            {
                if (key is "metadata" && value is JsonObject facts)
                {
                    text.Write($"{lead}metadata:{(facts.Count == 0 ? " {}" : "")}\n");
                    foreach ((string name, JsonNode? fact) in facts)
                    {
                        text.Write($"      {Scalar(name)}: {Flow(fact)}\n");
                    }
                }
                else
                {
                    text.Write($"{lead}{key}: {Flow(value)}\n");
                }

                lead = "    ";
            }
        }
    }

    private void WriteJson(IReadOnlyList<ExperimentInput> inputs, TextWriter text)
    {
        JsonObject document = new()
        {
            ["metadata"] = new JsonObject
            {
                ["about"] = new JsonArray([.. head.Select(line => JsonValue.Create(line))]),
            },
            ["generated_inputs"] = new JsonArray([.. inputs.Select(input => EntryJson.Of(input, redact))]),
        };
        text.Write(document.ToJsonString(Indented) + "\n");
    }

    private void WriteCsv(IReadOnlyList<ExperimentInput> inputs, TextWriter text)
    {
        using CsvWriter csv = new(text, CultureInfo.InvariantCulture, leaveOpen: true);
        bool hasExpected = inputs.Any(input => input.Expected is not null);
        foreach (string column in (string[])["id", "input", "persona", "metadata"])
        {
            csv.WriteField(column);
        }

        if (hasExpected)
        {
            csv.WriteField("expected");
        }

        csv.NextRecord();
        foreach (ExperimentInput input in inputs)
        {
            csv.WriteField(input.Id);
            csv.WriteField(redact(input.Text));
            csv.WriteField(input.Persona);
            csv.WriteField(input.Metadata is null ? null : input.Metadata.ToJsonString(Plain));
            if (hasExpected)
            {
                csv.WriteField(
                    input.Expected is JsonValue value && value.TryGetValue(out string? words)
                        ? words
                        : input.Expected?.ToJsonString(Plain)
                );
            }

            csv.NextRecord();
        }
    }

    private static string Scalar(string key) =>
        key.Length > 0
        && key.All(character => char.IsAsciiLetterOrDigit(character) || character is '_')
        && char.IsAsciiLetter(key[0])
        && key is not ("y" or "n" or "yes" or "no" or "on" or "off" or "true" or "false" or "null")
            ? key
            : Flow(JsonValue.Create(key));

    private static string Flow(JsonNode? value) => value is null ? "null" : value.ToJsonString(Plain);
}
