namespace Chasqui.Messages;

/// <summary>
/// Wording that asks to be left alone: unaccented capitals without apostrophes, as <see cref="OptOutWords"/> makes of any text.
/// An asterisk ends a stem, so STOP TEXT* finds "stop texting us".
/// </summary>
internal static class OptOutPhrases
{
    private static readonly string[] Lists =
    [
        // en
        """
        UNSUBSCRIBE*; OPT* OUT; OPT ME OUT; PLEASE STOP; STOP IT; STOP THIS; STOP THESE; STOP TEXT*; STOP MESSAG*; STOP SEND*;
        STOP CONTACT*; STOP BOTHER*; STOP SPAM*; QUIT TEXT*; QUIT MESSAG*; DONT TEXT*; DONT MESSAGE*; DONT CONTACT*; DONT
        SEND*; DO NOT TEXT*; DO NOT MESSAGE*; DO NOT CONTACT*; DO NOT SEND*; NEVER TEXT*; NEVER CONTACT*; NO MORE TEXT*; NO
        MORE MESSAGE*; NO MORE SMS; REMOVE ME; REMOVE MY NUMBER; TAKE ME OFF; DELETE MY NUMBER; LOSE MY NUMBER; LEAVE ME ALONE
        """,
        // es
        """
        NO ME ESCRIB*; NO ME MAND*; NO ME ENVI*; NO ME CONTACT*; NO ME LLAM*; NO ME MOLEST*; NO MOLEST*; NO QUIERO RECIBIR*;
        NO QUIERO MAS; NO DESEO RECIBIR*; NO DESEO MAS; NO MAS MENSAJE*; NO MAS SMS; NO MANDEN MAS; NO ENVIEN MAS; BASTA DE;
        DEJEN DE; DEJE DE; DEJA DE; DEJENME EN PAZ; DEJAME EN PAZ; DEME DE BAJA; DENME DE BAJA; DAME DE BAJA; DARME DE BAJA;
        DARSE DE BAJA; QUIERO LA BAJA; SAQUENME; SACAME DE; BORRENME; BORRAME DE; BORREN MI NUMERO; ELIMINEN MI NUMERO
        """,
        // pt
        """
        NAO ME MAND*; NAO ME ENVI*; NAO ME LIG*; NAO ME CONTAT*; NAO ME INCOMOD*; NAO MANDE* MAIS; NAO ENVIE* MAIS; NAO QUERO
        RECEBER*; NAO QUERO MAIS; PARE* DE; PAREM DE; CHEGA DE MENSAGE*; ME DEIXE* EM PAZ; ME TIRE* DA; ME REMOVA*; REMOVA*
        MEU NUMERO; DESCADASTR*; CANCELE* MINHA INSCRICAO
        """,
        // fr
        """
        NE M ECRIV*; NE ME CONTACT*; NE M ENVOY*; NE ME DERANG*; PLUS DE MESSAGE*; PLUS DE SMS; ARRETEZ DE; ARRETE DE; CESSEZ
        DE; DESABONN*; DESINSCRI*; LAISSEZ MOI TRANQUILLE; RETIREZ MOI; SUPPRIMEZ MON NUMERO; NE VEUX PLUS RECEVOIR; NE
        SOUHAITE PLUS RECEVOIR
        """,
        // it
        """
        NON SCRIV*; NON MI SCRIV*; NON MANDA* PIU; NON MANDATEMI*; NON MI MANDA*; NON MI CONTATT*; NON CONTATTATEMI*; NON
        INVIA*; NON VOGLIO RICEVERE*; NON VOGLIO PIU; BASTA MESSAGGI; BASTA SMS; SMETTETE*; SMETTILA*; CANCELLATEMI*;
        DISISCRI*; LASCIATEMI IN PACE; TOGLIETEMI*; RIMUOVETEMI*
        """,
    ];

    private static readonly string[][] Phrases =
    [
        .. Lists.SelectMany(list => list.Split(';')).Select(phrase => phrase.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
    ];

    public static bool AreIn(ReadOnlySpan<string> words)
    {
        for (; !words.IsEmpty; words = words[1..])
        {
            foreach (var phrase in Phrases)
            {
                if (StartWith(words, phrase))
                    return true;
            }
        }

        return false;
    }

    private static bool StartWith(ReadOnlySpan<string> words, string[] phrase)
    {
        if (words.Length < phrase.Length)
            return false;
        for (var i = 0; i < phrase.Length; i++)
        {
            var same = phrase[i][^1] == '*'
                ? words[i].AsSpan().StartsWith(phrase[i].AsSpan(0, phrase[i].Length - 1))
                : string.Equals(words[i], phrase[i], StringComparison.Ordinal);
            if (!same)
                return false;
        }

        return true;
    }
}
