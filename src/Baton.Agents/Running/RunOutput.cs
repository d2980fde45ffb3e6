using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>What a run's answer has to be, when it has to be more than words.</summary>
internal abstract class RunOutput
{
    /// <summary>Tells the model.</summary>
    public abstract void Ask(ChatOptions options);

    /// <summary>Why the answer will not do, or nothing.</summary>
    public abstract string? Read(string answer);
}

/// <summary>An answer that is a value of a type.</summary>
internal sealed class RunOutput<T> : RunOutput
{
    private const string Wrapper = "value";

    private static readonly JsonSerializerOptions Options = Strict();
    private static readonly bool IsWrapped = !IsObject();
    private static readonly ChatResponseFormat Format = CreateFormat();

    private static bool MayBeNull { get; } = Nullable.GetUnderlyingType(typeof(T)) is not null;

    /// <summary>The last answer that would do.</summary>
    public T? Value { get; private set; }

    public override void Ask(ChatOptions options) => options.ResponseFormat = Format;

    public override string? Read(string answer)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(Bare(answer));
            JsonElement root = json.RootElement;
            if (
                IsWrapped
                && root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty(Wrapper, out JsonElement inner)
            )
            {
                root = inner;
            }

            Value = root.Deserialize<T>(Options);
            return Value is null && !MayBeNull ? "the answer is null" : null;
        }
        catch (Exception error)
        {
            // The type's own constructor may object too.
            return error.Message;
        }
    }

    /// <summary>The schema that values are held to.</summary>
    /// <exception cref="AgentException">The type has none.</exception>
    public static void Check()
    {
        try
        {
            _ = Format;
        }
        catch (Exception error) when (error is TypeInitializationException or NotSupportedException)
        {
            throw new AgentException(
                $"No schema can be made of the type `{typeof(T).Name}`: {(error.InnerException ?? error).Message}",
                error
            );
        }
    }

    // Some types get a schema all the same, one that says nothing, and can never be read.
    private static void RefuseUnreadable()
    {
        try
        {
            _ = JsonSerializer.Deserialize<T>("0", Options);
        }
        catch (JsonException)
        {
            // It is just no number.
        }
    }

    // Models like to put JSON into a fenced block, whatever they are asked for.
    private static string Bare(string answer)
    {
        string text = answer.Trim();
        if (
            text.StartsWith("```", StringComparison.Ordinal)
            && text.EndsWith("```", StringComparison.Ordinal)
            && text.Length > 6
        )
        {
            int line = text.IndexOf('\n', StringComparison.Ordinal);
            if (line > 0)
            {
                return text[(line + 1)..^3];
            }
        }

        return text;
    }

    private static JsonSerializerOptions Strict()
    {
        JsonSerializerOptions options = new(AIJsonUtilities.DefaultOptions)
        {
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };
        options.MakeReadOnly();
        return options;
    }

    private static bool IsObject() => Options.GetTypeInfo(typeof(T)).Kind == JsonTypeInfoKind.Object;

    private static ChatResponseFormat CreateFormat()
    {
        RefuseUnreadable();
        JsonElement schema = AIJsonUtilities.CreateJsonSchema(
            typeof(T),
            serializerOptions: Options,
            inferenceOptions: new AIJsonSchemaCreateOptions
            {
                TransformOptions = new AIJsonSchemaTransformOptions
                {
                    DisallowAdditionalProperties = true,
                    RequireAllProperties = true,
                    MoveDefaultKeywordToDescription = true,
                },
            }
        );
        if (IsWrapped)
        {
            schema = JsonSerializer.SerializeToElement(
                new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { [Wrapper] = Moved(JsonNode.Parse(schema.GetRawText())) },
                    ["required"] = new JsonArray(Wrapper),
                    ["additionalProperties"] = false,
                },
                Options
            );
        }

        return ChatResponseFormat.ForJsonSchema(schema, Tools.ToolName.From(typeof(T).Name));
    }

    // References of a type to itself are paths from the schema's root, which is not its own any more.
    private static JsonNode? Moved(JsonNode? schema)
    {
        switch (schema)
        {
            case JsonObject members:
                foreach ((string name, JsonNode? member) in members.ToArray())
                {
                    if (name == "$ref" && member is JsonValue path && path.GetValue<string>() is ['#', .. var rest])
                    {
                        members[name] = $"#/properties/{Wrapper}{rest}";
                    }
                    else
                    {
                        Moved(member);
                    }
                }

                break;
            case JsonArray elements:
                foreach (JsonNode? element in elements)
                {
                    Moved(element);
                }

                break;
        }

        return schema;
    }
}
