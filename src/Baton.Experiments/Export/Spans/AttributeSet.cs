using System.Text;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Export.Spans;

/// <summary>The attributes of a span, an event or a resource, in the order in which they were added.</summary>
/// <remarks>
/// A value is a string, a <see cref="bool"/>, a <see cref="long"/>, a <see cref="double"/>, bytes, a list of values, a
/// set of its own, or <see langword="null"/>.
/// </remarks>
internal sealed class AttributeSet
{
    private readonly List<KeyValuePair<string, object?>> _items = new(8);

    /// <summary>A set without attributes. Not to be added to.</summary>
    public static AttributeSet None { get; } = new();

    /// <summary>How many there are.</summary>
    public int Count => _items.Count;

    /// <summary>All of them.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Items => _items;

    /// <summary>What an attribute of this name tells by the conventions.</summary>
    public static AttributeRole RoleOf(string name) =>
        GenAiNames.Find(Encoding.UTF8.GetBytes(name))?.Role ?? AttributeRole.None;

    /// <summary>Adds one.</summary>
    public void Add(string name, object? value) => _items.Add(new KeyValuePair<string, object?>(name, value));

    /// <summary>Whether there is one of this name.</summary>
    public bool Has(string name) => _items.Exists(item => item.Key == name);

    /// <summary>Whether one tells this, whatever its name.</summary>
    public bool Tells(AttributeRole role) => _items.Exists(item => item.Value is not null && RoleOf(item.Key) == role);
}
