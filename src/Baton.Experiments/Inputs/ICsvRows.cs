namespace Baton.Experiments.Inputs;

/// <summary>Turns the rows of a CSV file into entries. Not thread-safe.</summary>
internal interface ICsvRows
{
    /// <summary>Reads the next row.</summary>
    /// <param name="record">The row's cells.</param>
    /// <param name="line">The line it begins on.</param>
    /// <param name="findings">Where to say what is wrong.</param>
    /// <returns>Its entries; none for a blank row or one with a mistake.</returns>
    IReadOnlyList<LocatedInput> Read(string[] record, int line, InputFindings findings);

    /// <summary>Counts a row that could not be read, so that those behind it keep their numbers.</summary>
    void PassOver();

    /// <summary>Says what is to be said of all rows together.</summary>
    void Finish(InputFindings findings);
}
