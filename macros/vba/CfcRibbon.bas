Attribute VB_Name = "CfcRibbon"
Option Explicit
'Buttons call Python; nothing is decided here. ASCII only: Vietnamese lives in ribbon.xml, in cells and in Python.

Private Ribbon As IRibbonUI
Private Started As Boolean

Public Sub CfcOnLoad(ui As IRibbonUI)
    Set Ribbon = ui
End Sub

Public Sub CfcRefresh()
    If Not Ribbon Is Nothing Then Ribbon.Invalidate
End Sub

Public Sub CfcClick(control As IRibbonControl)
    On Error GoTo failed
    If CfcSafe() Then RunPython "import macros.handlers; macros.handlers.press('" & control.ID & "')"
    CfcRefresh
    Exit Sub
failed:
    WScript.Popup ThisWorkbook.Worksheets(1).Range("D1").Value, 0, "xl_cfc", 48
End Sub

Public Sub CfcEnabled(control As IRibbonControl, ByRef returned As Variant)
    returned = CfcCan(control.Tag)
End Sub

Public Sub CfcStartSoon()
    If Not Started Then Application.OnTime Now + TimeSerial(0, 0, 2), "'" & ThisWorkbook.Name & "'!CfcStart"
End Sub

Public Sub CfcStart()
    On Error Resume Next
    If Started Or Not CfcSafe() Then Exit Sub
    Started = True
    RunPython "import macros.handlers; macros.handlers.start('" & XLWINGS_VERSION & "')"
End Sub

Public Function CfcCan(need As String) As Boolean
    If Not CfcSafe() Then Exit Function
    If need = "book" Then CfcCan = True
    If need = "form" Then CfcCan = CfcIsKind("form")
    If need = "returns" Then CfcCan = CfcIsKind("form") Or CfcIsKind("consolidated")
    If need = "marks" Then CfcCan = SheetExists(ActiveWorkbook, "_xl_cfc")
End Function

Private Function CfcIsKind(kind As String) As Boolean
    On Error Resume Next
    CfcIsKind = (InStr(ActiveWorkbook.Names("xl_cfc_stamp").RefersTo, "=""" & kind & "|") = 1)
End Function

'A workbook must not bring its own Python: neither settings for xlwings nor code sheets.
Public Function CfcSafe() As Boolean
    Dim sheet As Object
    If ActiveWorkbook Is Nothing Then Exit Function
    For Each sheet In ActiveWorkbook.Sheets
        If LCase(sheet.Name) = LCase(PROJECT_NAME & ".conf") Or LCase(Right(sheet.Name, 3)) = ".py" Then Exit Function
    Next
    CfcSafe = True
End Function
