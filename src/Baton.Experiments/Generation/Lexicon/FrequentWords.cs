using System.Collections.Frozen;

namespace Baton.Experiments.Generation.Lexicon;

/// <summary>The words that tell languages in Latin letters apart; English first, so that it wins a tie.</summary>
internal static class FrequentWords
{
    /// <summary>Codes and words.</summary>
    public static IReadOnlyList<(string Code, FrozenSet<string> Words)> ByLanguage { get; } =
    [
        Of(
            "en",
            "the an me my from at by or if so am be been our us but show tell give get make find book help after before don't can't isn't i'm it's today tomorrow money order explain cancel has will should any some is are was your what where how when why who can could do does i you we they it this that of to and for with not in on please want need have would about which there"
        ),
        Of(
            "de",
            "der die das den dem ein eine einen ist sind war mein meine meinen meiner wie wo wann warum wer was ich sie wir ihr es nicht und für mit auf von zu bitte kann könnte möchte habe auch gibt welche noch"
        ),
        Of(
            "fr",
            "le la les un une des est sont mon ma mes votre vos où quand comment pourquoi qui que quel quelle je vous nous il elle ne pas et pour avec sur dans de du au ce cette peux puis voudrais ai"
        ),
        Of(
            "es",
            "el la los las un una es son está están mi mis su dónde cuándo cómo qué quién por para con no en de del al yo usted quiero puedo puede tengo hay este esta cuál"
        ),
        Of(
            "it",
            "il lo la gli le un una sono mio mia miei dove quando come perché chi che non per con su di del della al io lei voglio posso può ho questo questa vorrei c'è"
        ),
        Of(
            "pt",
            "os as um uma são está meu minha seu sua onde quando como por que quem não para com em de do da no na eu você quero posso pode tenho este esta qual gostaria"
        ),
        Of(
            "nl",
            "de het een is zijn mijn uw jouw waar wanneer hoe waarom wie wat ik jij wij niet en voor met op van naar kan kunt wil heb deze dit welke graag er"
        ),
        Of(
            "pl",
            "jest są mój moja moje gdzie kiedy jak dlaczego kto co nie dla na do czy proszę mogę chcę mam ten ta to jaki się"
        ),
        Of(
            "sv",
            "är och att det en ett min mitt mina var när hur varför vem vad jag ni vi inte för med på av till kan vill har den här vilken"
        ),
        Of(
            "da",
            "er og at det en et min mit mine hvor hvornår hvordan hvorfor hvem hvad jeg vi ikke for med på af til kan vil har den denne hvilken"
        ),
        Of(
            "no",
            "er og at det en et min mitt mine hvor når hvordan hvorfor hvem hva jeg vi ikke for med på av til kan vil har den denne hvilken"
        ),
        Of(
            "tr",
            "bir ve bu ne nerede nasıl neden kim ben siz mi mı için ile değil var yok lütfen istiyorum benim siparişim"
        ),
        Of("cs", "je jsou můj moje kde kdy jak proč kdo co ne pro na do prosím mohu chci mám ten ta to jaký se"),
        Of("fi", "on ovat minun missä milloin miten miksi kuka mikä minä ei ja tämä se voinko haluan"),
        Of("vi", "là của tôi bạn đâu khi nào thế sao ai không và cho với trong có này muốn được"),
    ];

    private static (string, FrozenSet<string>) Of(string code, string words) =>
        (code, words.Split(' ').ToFrozenSet(StringComparer.Ordinal));
}
