using System.Collections.Frozen;
using Baton.Experiments.Generation.Texts;

namespace Baton.Experiments.Generation.Lexicon;

/// <summary>Words that people who live in two languages let slip into English sentences.</summary>
internal static class CodeSwitches
{
    private static readonly string[] English =
    [
        "please",
        "thank you",
        "thanks",
        "hello",
        "hi",
        "my order",
        "the order",
        "my money",
        "help",
        "today",
        "tomorrow",
        "yesterday",
        "now",
        "address",
        "price",
        "question",
        "opening hours",
        "bank account",
        "invoice",
        "weather",
        "ticket",
        "week",
    ];

    /// <summary>A language's words for those of English, and words it puts at a sentence's end.</summary>
    public static IReadOnlyList<(string Code, PhraseBook Words, string[] Tags)> All { get; } =
    [
        Of("de", ["bitte", "danke", "danke", "hallo", "hallo", "meine Bestellung", "die Bestellung", "mein Geld", "Hilfe", "heute", "morgen", "gestern", "jetzt", "Adresse", "Preis", "Frage", "Öffnungszeiten", "Konto", "Rechnung", "Wetter", "Fahrkarte", "Woche"], ["bitte", "oder?", "danke", "ja?"]),
        Of("fr", ["s'il vous plaît", "merci", "merci", "bonjour", "salut", "ma commande", "la commande", "mon argent", "aide", "aujourd'hui", "demain", "hier", "maintenant", "adresse", "prix", "question", "horaires d'ouverture", "compte bancaire", "facture", "météo", "billet", "semaine"], ["s'il vous plaît", "merci", "non ?", "d'accord ?"]),
        Of("es", ["por favor", "gracias", "gracias", "hola", "hola", "mi pedido", "el pedido", "mi dinero", "ayuda", "hoy", "mañana", "ayer", "ahora", "dirección", "precio", "pregunta", "horario de apertura", "cuenta bancaria", "factura", "tiempo", "billete", "semana"], ["por favor", "gracias", "¿no?", "¿vale?"]),
        Of("it", ["per favore", "grazie", "grazie", "ciao", "ciao", "il mio ordine", "l'ordine", "i miei soldi", "aiuto", "oggi", "domani", "ieri", "adesso", "indirizzo", "prezzo", "domanda", "orari di apertura", "conto bancario", "fattura", "tempo", "biglietto", "settimana"], ["per favore", "grazie", "no?", "va bene?"]),
        Of("pt", ["por favor", "obrigado", "obrigado", "olá", "oi", "meu pedido", "o pedido", "meu dinheiro", "ajuda", "hoje", "amanhã", "ontem", "agora", "endereço", "preço", "pergunta", "horário de funcionamento", "conta bancária", "fatura", "tempo", "bilhete", "semana"], ["por favor", "obrigado", "né?", "tá?"]),
        Of("nl", ["alsjeblieft", "dank je", "bedankt", "hallo", "hoi", "mijn bestelling", "de bestelling", "mijn geld", "hulp", "vandaag", "morgen", "gisteren", "nu", "adres", "prijs", "vraag", "openingstijden", "bankrekening", "factuur", "weer", "kaartje", "week"], ["alsjeblieft", "bedankt", "toch?", "hè?"]),
        Of("ko", ["제발", "감사합니다", "고마워요", "안녕하세요", "안녕", "제 주문", "주문", "제 돈", "도움", "오늘", "내일", "어제", "지금", "주소", "가격", "질문", "영업시간", "은행 계좌", "청구서", "날씨", "표", "주"], ["부탁해요", "감사합니다", "네?", "알겠죠?"]),
    ];

    private static (string, PhraseBook, string[]) Of(string code, string[] words, string[] tags) =>
        (code, new PhraseBook(English.Zip(words, (english, other) => (english, new[] { other }))), tags);
}
