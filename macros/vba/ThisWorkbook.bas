Option Explicit
'Excel's events: start once, and let the buttons follow the active workbook.

Private WithEvents App As Application

Private Sub Workbook_Open()
    Set App = Application
    CfcStartSoon
End Sub

Private Sub App_WorkbookActivate(ByVal Wb As Workbook)
    CfcRefresh
    CfcStartSoon
End Sub

Private Sub App_WorkbookDeactivate(ByVal Wb As Workbook)
    CfcRefresh
End Sub
