namespace Baton.Experiments.Inputs;

/// <summary>The identifiers of entries.</summary>
internal static class EntryId
{
    /// <summary>What is wrong with an identifier that is not valid.</summary>
    public const string Rule = "must be 1 to 200 characters without line breaks or other control characters";

    /// <summary>The identifier of an entry that brings none.</summary>
    /// <param name="number">The entry's number, from 1.</param>
    public static string Of(long number) => $"input_{number:D4}";

    /// <summary>Whether an entry may have this identifier.</summary>
    public static bool IsValid(string id) =>
        id.Length is > 0 and <= 200 && !string.IsNullOrWhiteSpace(id) && !id.Any(char.IsControl);
}
