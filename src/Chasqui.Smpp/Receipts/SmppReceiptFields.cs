namespace Chasqui.Smpp.Receipts;

/// <summary>
/// The fields of a receipt's text, as they came. Names are matched without regard to case, in any order, at the beginning of a word; a
/// value ends where the next name begins; the first of equal names counts; everything behind the first "text:" is text, even when it looks
/// like fields (SMPP 3.4 appendix B, and what SMSCs make of it).
/// </summary>
internal ref struct SmppReceiptFields
{
    private static readonly string[] Names = ["id:", "sub:", "dlvrd:", "submit date:", "done date:", "stat:", "err:", "text:"];

    public string Id = "";
    public string Submitted = "";
    public string Delivered = "";
    public string SubmitDate = "";
    public string DoneDate = "";
    public string State = "";
    public string Error = "";
    public string Text = "";

    public SmppReceiptFields()
    {
    }

    public static SmppReceiptFields Read(string text)
    {
        var fields = new SmppReceiptFields();
        var seen = 0;
        var open = -1;
        var valueAt = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (at > 0 && !char.IsWhiteSpace(text[at - 1])) continue;
            var name = NameAt(text, at);
            if (name < 0) continue;
            if (open >= 0) fields.Set(open, text[valueAt..at].Trim());
            open = (seen & 1 << name) == 0 ? name : -1;
            seen |= 1 << name;
            valueAt = at + Names[name].Length;
            if (name == Names.Length - 1)
            {
                fields.Text = text[valueAt..];
                return fields;
            }
            // A name right behind the colon has no blank before it, so it is the value.
            at = valueAt - 1;
        }
        if (open >= 0) fields.Set(open, text[valueAt..].Trim());
        return fields;
    }

    private static int NameAt(string text, int at)
    {
        for (var i = 0; i < Names.Length; i++)
            if (string.Compare(text, at, Names[i], 0, Names[i].Length, StringComparison.OrdinalIgnoreCase) == 0) return i;
        return -1;
    }

    private void Set(int name, string value)
    {
        switch (name)
        {
            case 0: Id = value; break;
            case 1: Submitted = value; break;
            case 2: Delivered = value; break;
            case 3: SubmitDate = value; break;
            case 4: DoneDate = value; break;
            case 5: State = value; break;
            case 6: Error = value; break;
        }
    }
}
