namespace Baton.Experiments.Inputs;

/// <summary>Finds identifiers given twice while keeping eight bytes an entry. Not thread-safe.</summary>
/// <remarks>Numbered identifiers (<c>input_0001</c>) are only counted until the first entry brings its own.</remarks>
internal sealed class DuplicateIds
{
    private const int ChunkLength = 64 * 1024;

    private readonly List<ulong[]> _chunks = [];
    private long _count;
    private bool _anyOwn;

    /// <summary>Adds the next entry's identifier.</summary>
    public void Add(string id, bool isOwn)
    {
        if (isOwn && !_anyOwn)
        {
            _anyOwn = true;
            long numbered = _count;
            _count = 0;
            for (long number = 1; number <= numbered; number++)
            {
                Keep(Hash(EntryId.Of(number)));
            }
        }

        if (_anyOwn)
        {
            Keep(Hash(id));
        }
        else
        {
            _count++;
        }
    }

    /// <summary>Whether two entries may have the same identifier: never missed, wrong once in some billion entries.</summary>
    public bool AnySuspect => Suspects.Count > 0;

    /// <summary>Whether this identifier may have been added more than once.</summary>
    public bool IsSuspect(string id) => Suspects.Contains(Hash(id));

    private HashSet<ulong> Suspects => field ??= FindSuspects();

    private HashSet<ulong> FindSuspects()
    {
        HashSet<ulong> suspects = [];
        if (!_anyOwn)
        {
            return suspects;
        }

        ulong[] all = new ulong[_count];
        for (int i = 0; i < _chunks.Count; i++)
        {
            int length = (int)Math.Min(ChunkLength, _count - ((long)i * ChunkLength));
            _chunks[i].AsSpan(0, length).CopyTo(all.AsSpan(i * ChunkLength));
        }

        _chunks.Clear();
        Array.Sort(all);
        for (int i = 1; i < all.Length; i++)
        {
            if (all[i] == all[i - 1])
            {
                suspects.Add(all[i]);
            }
        }

        return suspects;
    }

    private void Keep(ulong hash)
    {
        int offset = (int)(_count++ % ChunkLength);
        if (offset == 0)
        {
            _chunks.Add(new ulong[ChunkLength]);
        }

        _chunks[^1][offset] = hash;
    }

    private static ulong Hash(string id)
    {
        ulong hash = 14695981039346656037;
        foreach (char character in id)
        {
            hash = (hash ^ character) * 1099511628211;
        }

        return hash;
    }
}
