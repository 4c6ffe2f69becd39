' Accents out of ASCII: \u00E9 is one character of Unicode, \\ a backslash.
Public Function Decoder(ByVal code As String) As String
    Dim p As Long, debut As Long
    debut = 1
    p = InStr(code, "\")
    Do While p > 0
        Decoder = Decoder & Mid$(code, debut, p - debut)
        If Mid$(code, p + 1, 1) = "u" Then
            Decoder = Decoder & ChrW(CLng("&H" & Mid$(code, p + 2, 4)))
            debut = p + 6
        Else
            Decoder = Decoder & Mid$(code, p + 1, 1)
            debut = p + 2
        End If
        p = InStr(debut, code, "\")
    Loop
    Decoder = Decoder & Mid$(code, debut)
End Function
