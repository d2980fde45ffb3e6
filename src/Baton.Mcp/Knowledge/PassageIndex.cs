namespace Baton.Mcp.Knowledge;

/// <summary>Ranks passages for a question by BM25F: rare words count more than common ones, headings more than text.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class PassageIndex
{
    private const double Saturation = 2;
    private const double MeantTrust = 1.5;
    private const double OthersShare = 0.25;
    private const double PairWorth = 0.5;

    private readonly PassageWords[] _passages;
    private readonly double[] _averageLengths;
    private readonly Dictionary<string, List<int>> _places = new(StringComparer.Ordinal);

    /// <summary>Indexes passages.</summary>
    public PassageIndex(IEnumerable<PassageWords> passages)
    {
        _passages = [.. passages];
        _averageLengths =
        [
            .. Field.All.Select(field => Math.Max(1, _passages.Average(words => (double)words.Lengths[field.Place]))),
        ];
        for (int number = 0; number < _passages.Length; number++)
        {
            foreach (string term in _passages[number].Terms)
            {
                if (!_places.TryGetValue(term, out List<int>? places))
                {
                    _places[term] = places = [];
                }

                places.Add(number);
            }
        }
    }

    /// <summary>The passages that have any of the words, in no order.</summary>
    public IReadOnlyList<FoundPassage> Find(IReadOnlyList<QueryTerm> question)
    {
        double meaning = question.Sum(Weight);
        HashSet<int> candidates = [.. question.SelectMany(Names).SelectMany(Places)];
        return [.. candidates.Select(number => Judge(_passages[number], question, meaning))];
    }

    private static IEnumerable<string> Names(QueryTerm term) => term.Names.Select(name => name.Term).Concat(term.Parts);

    private FoundPassage Judge(PassageWords words, IReadOnlyList<QueryTerm> question, double meaning)
    {
        double score = 0;
        double covered = 0;
        foreach (QueryTerm term in question)
        {
            (double best, double worth) = Best(words, term);
            score += best;
            covered += worth * Weight(term);
        }

        foreach ((QueryTerm first, QueryTerm second) in question.Zip(question.Skip(1)))
        {
            if (words.HasPair(first.Names[0].Term, second.Names[0].Term))
            {
                score += PairWorth * ((Rarity(first) * first.Share) + (Rarity(second) * second.Share));
            }
        }

        // Who has a word for all of it answers the question rather than who has one word often.
        double coverage = covered / meaning;
        return new FoundPassage(words.Passage, score * (0.5 + (coverage / 2)), coverage);
    }

    private (double Score, double Worth) Best(PassageWords words, QueryTerm term)
    {
        // A word that no passage has stands for what it may mean.
        double trust = _places.ContainsKey(term.Names[0].Term) ? 1 : MeantTrust;
        double rarity = Rarity(term);
        double best = 0;
        double all = 0;
        double worth = 0;
        foreach (TermName name in term.Names)
        {
            if (words.CountsOf(name.Term) is { } counts)
            {
                double nameWorth = Math.Min(1, name.Worth * trust);
                double here = nameWorth * (name.IsSame ? rarity : Rarity(name.Term)) * Often(words, counts);
                best = Math.Max(best, here);
                all += here;
                worth = Math.Max(worth, nameWorth);
            }
        }

        double score = best + (OthersShare * (all - best));
        if (term.Parts.Count > 0)
        {
            double parts = term.Parts.Sum(part =>
                words.CountsOf(part) is { } counts ? Rarity(part) * Often(words, counts) : 0
            );
            score = Math.Max(score, parts / Math.Sqrt(term.Parts.Count));
            double there = term.Parts.Where(part => words.CountsOf(part) is not null).Sum(Rarity);
            worth = Math.Max(worth, there / term.Parts.Sum(Rarity));
        }

        return (score * term.Share, worth);
    }

    /// <summary>How much a term is said in a passage, from 0 towards a bound.</summary>
    private double Often(PassageWords words, float[] counts)
    {
        double often = 0;
        foreach (Field field in Field.All)
        {
            double length = words.Lengths[field.Place] / _averageLengths[field.Place];
            often += field.Weight * counts[field.Place] / (1 - field.LengthMatters + (field.LengthMatters * length));
        }

        return often * (Saturation + 1) / (Saturation + often);
    }

    /// <summary>What a word of the question means to it.</summary>
    private double Weight(QueryTerm term)
    {
        string word = term.Names[0].Term;
        string[] known = _places.ContainsKey(word) ? [] : [.. Names(term).Where(_places.ContainsKey)];
        return term.Share * (known.Length == 0 ? Rarity(term) : known.Max(Rarity));
    }

    // A rare word for a common thing is as common as the thing.
    private double Rarity(QueryTerm term) => term.Names.Where(name => name.IsSame).Min(name => Rarity(name.Term));

    private double Rarity(string term)
    {
        int count = Places(term).Count;
        return Math.Log(1 + ((_passages.Length - count + 0.5) / (count + 0.5)));
    }

    private List<int> Places(string term) => _places.TryGetValue(term, out List<int>? places) ? places : [];
}
