namespace Baton.Targets.Templates;

/// <summary>One step of a <see cref="DataPath"/>.</summary>
/// <param name="Kind">What the step does.</param>
/// <param name="Key">The member's name; for <see cref="PathSegmentKind.Number"/> the digits; otherwise empty.</param>
/// <param name="Index">The position in a list, negative from the end; 0 where the step has none.</param>
public readonly record struct PathSegment(PathSegmentKind Kind, string Key, int Index)
{
    /// <summary>A member of an object.</summary>
    public static PathSegment Member(string key) => new(PathSegmentKind.Key, key, 0);

    /// <summary>An item of a list.</summary>
    public static PathSegment Item(int index) => new(PathSegmentKind.Index, "", index);

    /// <summary>Every item of a list.</summary>
    public static PathSegment All { get; } = new(PathSegmentKind.All, "", 0);
}

/// <summary>What a step of a path does.</summary>
public enum PathSegmentKind
{
    /// <summary>Takes the member of an object: <c>.name</c>, <c>["name"]</c>.</summary>
    Key,

    /// <summary>Takes the item of a list: <c>[0]</c>, <c>[-1]</c>.</summary>
    Index,

    /// <summary>Takes the item of a list, or the member of an object that is named by the digits: <c>.0</c>.</summary>
    Number,

    /// <summary>Takes every item of a list, or the value of every member of an object: <c>[*]</c>.</summary>
    All,
}
