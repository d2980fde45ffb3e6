using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>What a route wants to be sent, made from the fields its handler takes.</summary>
internal sealed class HttpRequest
{
    private readonly JsonObject _body = [];
    private readonly JsonObject _query = [];
    private readonly List<string> _unknown = [];
    private bool _isForm;

    /// <summary>Whether something in it holds what the user says.</summary>
    public bool HasText { get; private set; }

    /// <summary>Whether that is a field of its own, and not a list of messages.</summary>
    public bool HasTextField { get; private set; }

    /// <summary>Fields that are wanted and that nothing is known for.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    /// <summary>Reads a route.</summary>
    public static HttpRequest Of(RepositoryFacts facts, CodeFacts file, RouteFact route)
    {
        HttpRequest request = new();
        bool isVercel = HttpStream.PresetOf(facts, file, route) == "vercel-ai";
        foreach (RequestField field in Expand(facts, file, route))
        {
            request.Take(field, isVercel);
        }

        return request;
    }

    /// <summary>Writes <c>method</c> apart, all the section says of the request.</summary>
    public void Write(JsonObject http)
    {
        if (_query.Count > 0)
        {
            http["query"] = _query.DeepClone();
        }

        if (_body.Count > 0)
        {
            http["body_template"] = _body.DeepClone();
            if (_isForm)
            {
                http["body_format"] = "form";
            }
        }
    }

    private static IEnumerable<RequestField> Expand(RepositoryFacts facts, CodeFacts file, RouteFact route)
    {
        foreach (RequestField field in route.Fields)
        {
            string type = TypeName(field.Type);
            (CodeFacts File, ClassFact Class)? known =
                type.Length > 0 && char.IsUpper(type[0]) ? facts.FindClass(type, file) : null;
            if (known is { Class.Fields.Count: > 0 } shape)
            {
                foreach (Parameter inner in Inherited(facts, shape.File, shape.Class))
                {
                    yield return new RequestField(
                        file.Language == CodeLanguage.DotNet ? Camel(inner.Name) : inner.Name,
                        inner.Type,
                        field.Source,
                        inner.Required
                    );
                }
            }
            else if (
                known is null
                && field.Type.IndexOfAny(['<', '[']) < 0
                && type.Length > 0
                && char.IsUpper(type[0])
                && type
                    is not (
                        "String"
                        or "List"
                        or "Optional"
                        or "Annotated"
                        or "Union"
                        or "Map"
                        or "Dict"
                        or "Any"
                        or "JsonNode"
                        or "Object"
                    )
            )
            {
                // A class that is not here: its fields are not known, and the parameter's own name is none of them.
                continue;
            }
            else
            {
                yield return field;
            }
        }

        // Go binds a struct somewhere in the handler: the one whose name says that it is a request.
        if (file.Language == CodeLanguage.Go && route.Fields.Count == 0)
        {
            ClassFact? shape = file.Classes.Find(made =>
                made.Fields.Count > 0 && made.Name.EndsWith("Request", StringComparison.OrdinalIgnoreCase)
            );
            foreach (Parameter inner in shape?.Fields ?? [])
            {
                yield return new RequestField(inner.Name, inner.Type, RequestPart.Json, inner.Required);
            }
        }
    }

    private static IEnumerable<Parameter> Inherited(RepositoryFacts facts, CodeFacts file, ClassFact made)
    {
        IEnumerable<Parameter> above = made
            .Bases.Select(TypeName)
            .Where(name => name.Length > 0 && name != made.Name)
            .Take(1)
            .Select(name => facts.FindClass(name, file))
            .OfType<(CodeFacts File, ClassFact Class)>()
            .SelectMany(found => found.Class.Fields);
        return made.Fields.Concat(above).DistinctBy(field => field.Name);
    }

    private void Take(RequestField field, bool isVercel)
    {
        JsonObject into = field.Source == RequestPart.Query ? _query : _body;
        _isForm |= field.Source == RequestPart.Form;
        if (into.ContainsKey(field.Name))
        {
            return;
        }

        bool isList =
            field.Type.Contains('[', StringComparison.Ordinal)
                && !field.Type.StartsWith("Optional", StringComparison.Ordinal)
                && !field.Type.StartsWith("Annotated", StringComparison.Ordinal)
            || field.Type.StartsWith("List", StringComparison.OrdinalIgnoreCase);
        if (Words.IsList(field.Name))
        {
            HasText |= field.Name.Contains("essages", StringComparison.Ordinal);
            into[field.Name] = isVercel ? new JsonArray(UserMessage()) : "$.messages";
        }
        else if (
            Words.IsText(isList && field.Source == RequestPart.Query ? field.Name.TrimEnd('s') : field.Name)
            && (!isList || field.Source == RequestPart.Query)
        )
        {
            if (HasTextField)
            {
                return;
            }

            HasText = true;
            HasTextField = true;
            into[field.Name] = isVercel && field.Name == "message" ? UserMessage() : "$.input";
        }
        else if (!field.Required)
        {
            return;
        }
        else if (Words.IsConversation(field.Name))
        {
            into[field.Name] = "$.run_id";
        }
        else if (field.Name is "stream" or "streaming")
        {
            into[field.Name] = field.Type.Contains("ool", StringComparison.Ordinal);
        }
        else
        {
            _unknown.Add(field.Name);
            into[field.Name] = $"$.metadata.{field.Name}";
        }
    }

    private static JsonObject UserMessage() =>
        new()
        {
            ["id"] = "$.run_id",
            ["role"] = "user",
            ["parts"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "$.input" }),
        };

    private static string TypeName(string type)
    {
        string plain = type.Split('|')[0].Trim().Trim('"', '\'', '?');
        int open = plain.IndexOfAny(['[', '<']);
        if (open > 0 && plain[..open] is "Annotated" or "Optional" or "Partial" or "Readonly" or "Mono")
        {
            plain = plain[(open + 1)..].Split(',', ']', '>')[0].Trim();
        }

        return plain.Split('.')[^1];
    }

    private static string Camel(string name) => name.Length > 0 ? char.ToLowerInvariant(name[0]) + name[1..] : name;
}
